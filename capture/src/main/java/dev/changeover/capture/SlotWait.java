package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import dev.changeover.capture.engine.EngineRun;
import dev.changeover.capture.source.SourceDatabase;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the engine has its slot. V1 makes one only when every transaction that was open has ended, so this says
 * whose it waits for. Confined to one thread.
 */
final class SlotWait {
    private static final Logger LOG = LoggerFactory.getLogger(SlotWait.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    /** Any role may ask it; what another role's session does is shown to a member of pg_monitor only. */
    private static final String SESSIONS = """
            SELECT b.pid, coalesce(a.usename::text, '?') AS who, coalesce(a.application_name, '') AS application,
                   coalesce(a.state, '?') AS doing, coalesce(date_trunc('second', a.xact_start)::text, '?') AS since
              FROM pg_replication_slots s
             CROSS JOIN LATERAL (SELECT DISTINCT unnest(pg_blocking_pids(s.active_pid)) AS pid) b
              LEFT JOIN pg_stat_activity a ON a.pid = b.pid
             WHERE s.slot_name = ? AND b.pid <> 0""";

    private static final String PREPARED = """
            SELECT p.gid, p.owner::text AS who, date_trunc('second', p.prepared)::text AS since FROM pg_prepared_xacts p
             WHERE EXISTS (SELECT FROM pg_replication_slots s
                            WHERE s.slot_name = ? AND 0 = ANY (pg_blocking_pids(s.active_pid)))
             ORDER BY p.prepared""";

    private final String slot;
    private final SourceDatabase v1;
    private final Duration limit;

    SlotWait(String slot, SourceDatabase v1, Duration limit) {
        this.slot = requireNonNull(slot, "slot");
        this.v1 = requireNonNull(v1, "v1");
        this.limit = requireNonNull(limit, "limit");
    }

    /**
     * Returns when the engine reads.
     *
     * @throws ProblemException naming the sessions that V1 waits for, when that takes too long
     */
    void until(EngineRun engine) throws SQLException, InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            long left = deadline - System.nanoTime();
            try {
                engine.awaitPolling(Duration.ofNanos(Math.max(1, Math.min(left, BETWEEN_LOOKS.toNanos()))));
                return;
            } catch (TimeoutException late) {
                List<String> blockers = blockers();
                if (deadline <= System.nanoTime()) {
                    throw new ProblemException(tooLong(blockers), late);
                }
                if (!blockers.isEmpty()) {
                    LOG.atWarn()
                            .addKeyValue("slot", slot)
                            .addKeyValue("waitsFor", String.join("; ", blockers))
                            .log("V1 makes the slot when these transactions have ended");
                }
            }
        }
    }

    private Problem tooLong(List<String> blockers) {
        return new Problem(
                Problem.Kind.REFUSED,
                "V1 did not give capture a slot within " + limit.toSeconds() + " s",
                blockers.isEmpty()
                        ? "it did not say why"
                        : "it waits until every transaction that is open has ended: " + String.join("; ", blockers),
                "let them end, or end them (pg_terminate_backend, ROLLBACK PREPARED), and start again");
    }

    private List<String> blockers() throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement sessions = v1.connection().prepareStatement(SESSIONS)) {
            sessions.setString(1, slot);
            try (ResultSet rows = sessions.executeQuery()) {
                while (rows.next()) {
                    found.add("server process " + rows.getInt("pid") + " of " + rows.getString("who") + " ("
                            + rows.getString("application") + "), " + rows.getString("doing") + ", since "
                            + rows.getString("since"));
                }
            }
        }
        try (PreparedStatement prepared = v1.connection().prepareStatement(PREPARED)) {
            prepared.setString(1, slot);
            try (ResultSet rows = prepared.executeQuery()) {
                while (rows.next()) {
                    found.add("prepared transaction '" + rows.getString("gid") + "' of " + rows.getString("who")
                            + ", since " + rows.getString("since"));
                }
            }
        }
        return found;
    }
}
