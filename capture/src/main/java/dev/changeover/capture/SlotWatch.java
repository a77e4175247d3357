package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks how much WAL V1 keeps for the slot, and warns before V1 would remove it. Confined to one thread. */
final class SlotWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SlotWatch.class);
    private static final String KEPT = """
            SELECT coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint AS kept, wal_status,
                   CASE WHEN (SELECT setting::bigint FROM pg_settings WHERE name = 'max_slot_wal_keep_size') < 0 THEN -1
                        ELSE (SELECT setting::bigint FROM pg_settings WHERE name = 'max_slot_wal_keep_size') * 1048576
                   END AS allowed
              FROM pg_replication_slots WHERE slot_name = ?""";

    /** Warned from here on: half of what V1 allows. */
    private static final int WARN_AT_PERCENT = 50;

    private final CaptureConfig config;
    private final ProgressReport progress;

    SlotWatch(CaptureConfig config, ProgressReport progress) {
        this.config = requireNonNull(config, "config");
        this.progress = requireNonNull(progress, "progress");
    }

    /** What one look found. */
    record Kept(long bytes, long allowedBytes, String walStatus) {
        /** Whether V1 may remove WAL that the slot needs unless capture catches up. */
        boolean isShort() {
            boolean nearLimit = allowedBytes >= 0 && bytes * 100 >= allowedBytes * WARN_AT_PERCENT;
            return nearLimit || walStatus.equals("unreserved") || walStatus.equals("lost");
        }
    }

    void look() {
        try (SourceDatabase v1 = SourceDatabase.connect(config.v1());
                PreparedStatement statement = v1.connection().prepareStatement(KEPT)) {
            statement.setString(1, config.slot());
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    note(new Kept(
                            row.getLong("kept"), row.getLong("allowed"), String.valueOf(row.getString("wal_status"))));
                }
            }
        } catch (SQLException away) {
            LOG.atDebug().setCause(away).log("the slot could not be looked at"); // the engine notices by itself
        }
    }

    private void note(Kept kept) {
        progress.keepsWal(kept.bytes());
        if (kept.isShort()) {
            LOG.atWarn()
                    .addKeyValue("slot", config.slot())
                    .addKeyValue("keptBytes", kept.bytes())
                    .addKeyValue("allowedBytes", kept.allowedBytes())
                    .addKeyValue("walStatus", kept.walStatus())
                    .log("V1 keeps much WAL for capture: let capture catch up, or raise max_slot_wal_keep_size");
        }
    }
}
