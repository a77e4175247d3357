package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import dev.changeover.capture.broker.ProgressReport;
import dev.changeover.capture.source.Publication;
import dev.changeover.capture.source.SourceAway;
import dev.changeover.capture.source.SourceDatabase;
import dev.changeover.capture.source.SourceRewritten;
import dev.changeover.capture.source.SourceShape;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at V1 from outside the engine, through a connection of its own for each look: an engine that waits on a dead
 * connection does not notice that by itself, and what V1 no longer publishes makes no noise. Confined to one thread.
 */
final class SourceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);
    private static final String KEPT = """
            SELECT coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint AS kept, wal_status, active,
                   CASE WHEN (SELECT setting::bigint FROM pg_settings WHERE name = 'max_slot_wal_keep_size') < 0 THEN -1
                        ELSE (SELECT setting::bigint FROM pg_settings WHERE name = 'max_slot_wal_keep_size') * 1048576
                   END AS allowed
              FROM pg_replication_slots WHERE slot_name = ?""";

    /** V1 was silent through all these looks, and so was the engine. */
    private static final int LOOKS_UNTIL_DEAD = 3;

    private static final long NANOS_BETWEEN_WARNINGS = Duration.ofMinutes(1).toNanos();

    private final CaptureConfig config;
    private final ProgressReport progress;
    private @Nullable CaptureSession watched;
    private long acknowledged;
    private int looksInVain;
    private long warnedNanos = System.nanoTime() - NANOS_BETWEEN_WARNINGS;

    SourceWatch(CaptureConfig config, ProgressReport progress) {
        this.config = requireNonNull(config, "config");
        this.progress = requireNonNull(progress, "progress");
    }

    /** One look. Takes the session for dead when nobody sends to it any more. */
    void look(CaptureSession session) {
        if (watched != session || progress.status().acknowledgedLsn() > acknowledged) {
            watched = session;
            looksInVain = 0;
        }
        acknowledged = progress.status().acknowledgedLsn();
        try (SourceDatabase v1 = SourceDatabase.connectQuickly(config.v1())) {
            Optional<KeptWal> kept = kept(v1);
            kept.ifPresent(this::note);
            if (kept.isPresent() && kept.get().active()) {
                looksInVain = 0;
                lookForGaps(v1, session);
            } else if (kept.isPresent() && !session.isStreaming()) { // a snapshot leaves the slot alone
                lookForGaps(v1, session);
            } else {
                inVain(session, new SQLException("V1 does not use the slot", "08006"));
            }
        } catch (SQLException away) {
            inVain(session, away);
        } catch (KafkaException untold) {
            LOG.atDebug().setCause(untold).log("the broker is away too"); // the next look finds the same
        } catch (RuntimeException lost) { // of a session that ended meanwhile: a look that throws would be the last
            LOG.atWarn().setCause(lost).log("a look at V1 failed");
        }
    }

    /** A session that is not streaming yet tells by itself how it fares. */
    private void inVain(CaptureSession session, SQLException reason) {
        LOG.atDebug().setCause(reason).log("V1 does not send");
        boolean connectionLost = String.valueOf(reason.getSQLState()).startsWith("08");
        if (session.isStreaming() && connectionLost && ++looksInVain >= LOOKS_UNTIL_DEAD) {
            looksInVain = 0;
            session.abandon(new SourceAway(reason));
        }
    }

    private void lookForGaps(SourceDatabase v1, CaptureSession session) throws SQLException {
        SourceShape now = SourceShape.read(v1);
        if (!session.isStreaming()) {
            if (!session.shape().spansOneSnapshot(now)) {
                session.abandon(new SourceRewritten());
            }
            return;
        }
        Optional<String> gap = new Publication(v1, config.publication())
                .difference()
                .or(() -> session.shape().rewrittenIn(now));
        if (gap.isPresent()) {
            session.abandonWithGap(gap.get());
        } else {
            session.rememberShape(now);
        }
    }

    private Optional<KeptWal> kept(SourceDatabase v1) throws SQLException {
        try (PreparedStatement statement = v1.connection().prepareStatement(KEPT)) {
            statement.setString(1, config.slot());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new KeptWal(
                                row.getLong("kept"),
                                row.getLong("allowed"),
                                String.valueOf(row.getString("wal_status")),
                                row.getBoolean("active")))
                        : Optional.empty();
            }
        }
    }

    private void note(KeptWal kept) {
        progress.keepsWal(kept.bytes());
        if (kept.isShort() && System.nanoTime() - warnedNanos >= NANOS_BETWEEN_WARNINGS) {
            warnedNanos = System.nanoTime();
            LOG.atWarn()
                    .addKeyValue("slot", config.slot())
                    .addKeyValue("keptBytes", kept.bytes())
                    .addKeyValue("allowedBytes", kept.allowedBytes())
                    .addKeyValue("walStatus", kept.walStatus())
                    .log("V1 keeps much WAL for capture: end transactions that are open for long, let capture catch up,"
                            + " or raise max_slot_wal_keep_size");
        }
    }
}
