package dev.changeover.sink.target;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one look at target and V1 that classifies every target user and claims every V1 user's identity, kept for good.
 *
 * <p>Both sides are streamed; this process holds some thousand ids and identities at a time, and PostgreSQL does the pairing.
 */
public final class Baseline {
    private static final Logger LOG = LoggerFactory.getLogger(Baseline.class);
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private Baseline() {}

    /**
     * Makes the baseline in one transaction of its own on {@code target}, unless there is one. Killed in the middle, nothing of it is
     * there. Two sinks at once: the second waits and finds it made.
     *
     * @param target from {@link TargetDatabase#connection()}, outside a transaction
     * @return whether this call made it
     * @throws ProblemException if V1 cannot be read
     */
    public static boolean ensure(DatabaseAddress v1, Connection target) throws SQLException {
        boolean finished = false;
        try {
            boolean made = begin(target) && make(v1, target);
            target.commit();
            finished = true;
            return made;
        } finally {
            if (!finished) {
                target.rollback();
            }
        }
    }

    public static BaselineCounts counts(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FILTER (WHERE class = 'stale'),"
                        + " count(*) FILTER (WHERE class = 'protected') FROM changeover.baseline_user")) {
            row.next();
            return new BaselineCounts(row.getLong(1), row.getLong(2));
        }
    }

    /** Whether there is no baseline yet; then this transaction is the only one that can make it. */
    private static boolean begin(Connection target) throws SQLException {
        try (var statement = target.createStatement()) {
            // LOCK TABLE takes no snapshot. So the first query sees what another sink committed while this one waited
            // for the lock,
            // and its snapshot, which serves the whole transaction, is opened before V1's.
            statement.execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; " + SessionSettings.forLongTransaction(LIMIT)
                            + "LOCK TABLE changeover.baseline_user IN SHARE ROW EXCLUSIVE MODE");
            try (var row = statement.executeQuery("SELECT baseline_at IS NULL FROM changeover.target")) {
                if (!row.next()) {
                    throw new IllegalStateException("The target must be registered before its baseline");
                }
                return row.getBoolean(1);
            }
        }
    }

    private static boolean make(DatabaseAddress v1, Connection target) throws SQLException {
        long startedAt = System.nanoTime();
        try (var statement = target.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE target_look (id bigint, identity text) ON COMMIT DROP");
            lookAtTarget(target);
            claim(v1, target);
            statement.execute("ANALYZE pg_temp.target_look");
            statement.execute("ANALYZE changeover.v1_user");
            statement.execute("""
                    INSERT INTO changeover.baseline_user (target_user_id, identity, class)
                    SELECT t.id, t.identity,
                           CASE WHEN t.holders = 1 AND v.identity IS NOT NULL THEN 'stale' ELSE 'protected' END
                      FROM (SELECT id, identity, count(*) OVER (PARTITION BY identity) AS holders FROM pg_temp.target_look) t
                      LEFT JOIN (SELECT DISTINCT identity FROM changeover.v1_user) v ON v.identity = t.identity
                    """);
            statement.execute("""
                    INSERT INTO changeover.pairing (v1_user_id, target_user_id)
                    SELECT v.v1_user_id, b.target_user_id
                      FROM changeover.v1_user v JOIN changeover.baseline_user b ON b.identity = v.identity
                     WHERE b.class = 'stale'
                    """);
            statement.execute("UPDATE changeover.target SET baseline_at = now()");
        }
        BaselineCounts counts = counts(target);
        LOG.atInfo()
                .addKeyValue("stale", counts.stale())
                .addKeyValue("protected", counts.isProtected())
                .addKeyValue(
                        "millis",
                        Duration.ofNanos(System.nanoTime() - startedAt).toMillis())
                .log("baseline made");
        return true;
    }

    private static void lookAtTarget(Connection target) throws SQLException {
        CopyRows rows = new CopyRows(target, "pg_temp.target_look (id, identity)");
        UserEmails.read(target, (id, identity) -> rows.add(Long.toString(id), identity));
        rows.flush();
    }

    private static void claim(DatabaseAddress address, Connection target) throws SQLException {
        CopyRows claims = new CopyRows(target, "changeover.v1_user (v1_user_id, identity, outcome)");
        try (Connection v1 = openV1(address)) {
            UserEmails.read(
                    v1,
                    (id, identity) ->
                            claims.add(Long.toString(id), identity, identity == null ? "skipped" : "pending"));
        }
        claims.flush();
    }

    private static Connection openV1(DatabaseAddress address) {
        try {
            Connection v1 = Connections.open(address);
            v1.setAutoCommit(false);
            try (var statement = v1.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; "
                        + SessionSettings.forLongTransaction(LIMIT));
                statement.execute("SELECT FROM public.users LIMIT 0");
            }
            return v1;
        } catch (SQLException e) {
            if (SqlStates.is(e, SqlStates.INSUFFICIENT_PRIVILEGE) || SqlStates.is(e, "42P01")) {
                throw new ProblemException(new Problem(
                        Problem.Kind.REFUSED,
                        "Cannot read V1's users at " + address,
                        "the table public.users is missing or may not be read (" + SqlStates.of(e) + ")",
                        "correct V1_DATABASE_URL, or run as owner: GRANT SELECT ON public.users TO "
                                + SqlNames.quoted(address.user())));
            }
            throw ConnectionFailure.of("V1", address, e);
        }
    }
}
