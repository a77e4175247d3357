package dev.changeover.cutover.preflight.source;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.scene.PreflightConfig;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.List;

/** The replication slot: absent, ours, in use, or lost. */
final class SlotCheck {
    private static final String SLOT = """
            SELECT coalesce(plugin::text, ''), coalesce(database::text, ''), coalesce(active_pid, 0),
                   coalesce(wal_status, ''), database = current_database(),
                   coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint, 0),
                   (SELECT setting::bigint * 1048576 FROM pg_settings WHERE name = 'max_slot_wal_keep_size')
              FROM pg_replication_slots WHERE slot_name = ?""";
    private static final String OTHER_NAME = "drop it if it is a left-over, or set capture.slot to a name of its own";

    private SlotCheck() {}

    /** @param allowedBytes {@code max_slot_wal_keep_size}; negative when V1 has no limit but its disk */
    private record Slot(
            String plugin,
            String database,
            long activePid,
            String walStatus,
            boolean here,
            long keptBytes,
            long allowedBytes) {
        boolean isIdle() {
            return activePid == 0;
        }

        /** Early enough that somebody can act before V1 removes what the slot needs. */
        boolean isShortOfLog() {
            return allowedBytes >= 0 && keptBytes > allowedBytes / 2;
        }
    }

    static Judgement of(Session v1, PreflightConfig config) throws SQLException {
        if (v1.holds("pg_is_in_recovery()")) {
            return Judgement.fail("V1 is a standby", "see v1-wal-level");
        }
        String name = config.slot();
        List<Slot> found = v1.list(
                SLOT,
                row -> new Slot(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getBoolean(5),
                        row.getLong(6),
                        row.getLong(7)),
                name);
        return found.isEmpty() ? Judgement.pass("absent; capture makes it") : present(name, found.get(0), config);
    }

    private static Judgement present(String name, Slot slot, PreflightConfig config) {
        if (!slot.plugin().equals("pgoutput") || !slot.here()) {
            return Judgement.fail(
                    "the slot " + name + " is somebody else's: plugin " + slot.plugin() + ", database "
                            + slot.database(),
                    OTHER_NAME);
        }
        String kept = ", for which V1 keeps " + (slot.keptBytes() >> 20) + " MB of its log";
        if (slot.walStatus().equals("lost")) {
            return Judgement.fail(
                    "the slot " + name + " is lost: V1 has removed log that it needed",
                    "capture resnapshot takes a new snapshot; the target keeps its ids");
        }
        if (slot.walStatus().equals("unreserved")) {
            return Judgement.warn(
                    "the slot " + name + " is about to be lost" + kept,
                    "start the pipeline now, or raise max_slot_wal_keep_size");
        }
        // A capture elsewhere that shares this broker is not told apart from a stranger's.
        boolean pipelineRuns =
                config.state().owner().isPresent() || config.bootstrapServers().isPresent();
        if (!slot.isIdle() && !pipelineRuns) {
            return Judgement.warn(
                    "the slot " + name + " is in use by server process " + slot.activePid()
                            + ", and no pipeline runs on this state directory",
                    "find out whose it is (pg_stat_replication); one capture at a time can use a slot");
        }
        if (slot.isShortOfLog()) {
            return Judgement.warn(
                    "V1 keeps " + (slot.keptBytes() >> 20) + " MB of its log for the slot " + name
                            + ", more than half of the " + (slot.allowedBytes() >> 20) + " MB at which it is lost",
                    (slot.isIdle() ? "start the pipeline now" : "let the pipeline catch up")
                            + ", or raise max_slot_wal_keep_size");
        }
        return Judgement.pass(
                slot.isIdle()
                        ? "the slot " + name + " is there, and nobody uses it" + kept
                        : "the slot " + name + " is in use by server process " + slot.activePid() + kept);
    }
}
