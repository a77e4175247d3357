package dev.changeover.cutover.rollback;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.PointManifest;
import dev.changeover.cutover.point.PointSequence;
import dev.changeover.cutover.point.PointTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps everybody else from writing the point's tables until the transaction ends; whoever only reads goes on.
 *
 * <p>All locks are taken within a second or given up and tried again. A writer that holds one table and waits for another is never chosen
 * as the victim of a deadlock with us, since the server looks for deadlocks after a second.
 */
final class WriterLocks {
    private static final Duration ONE_LOCK = Duration.ofMillis(300);
    private static final Duration ALL_TABLES = Duration.ofMillis(600);
    private static final Duration ONE_SEQUENCE = Duration.ofMillis(10);
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Lock timeout, statement timeout, and a deadlock that the server found first. */
    private static final Set<String> BUSY = Set.of("55P03", "57014", "40P01");

    private final Connection connection;
    private final Duration patience;
    private final Predicate<Duration> pause;

    /**
     * Locks nothing yet.
     *
     * @param patience how long to try
     * @param pause waits for the given time, or less when it is told to stop, which it says then
     */
    WriterLocks(Connection connection, Duration patience, Predicate<Duration> pause) {
        this.connection = requireNonNull(connection, "connection");
        this.patience = requireNonNull(patience, "patience");
        this.pause = requireNonNull(pause, "pause");
    }

    /**
     * Returns whether all is locked; otherwise it was told to stop, and nothing is.
     *
     * @throws ProblemException if somebody holds a table for longer than the patience; nothing is locked then
     */
    boolean take(PointManifest point) throws SQLException {
        String tables = point.tables().stream()
                .map(PointTable::shape)
                .map(shape -> shape.sqlName())
                .collect(joining(", "));
        long deadline = System.nanoTime() + patience.toNanos();
        while (!tried(tables, point)) {
            if (System.nanoTime() > deadline) {
                throw new ProblemException(new Problem(
                        Problem.Kind.INCONCLUSIVE,
                        "The rollback gave up after " + patience.toSeconds() + " s, and nothing was changed",
                        "other sessions write to the point's tables in transactions that do not end",
                        "look at them in pg_stat_activity (xact_start), end those that hang, and start again; --lock-wait"
                                + " makes it wait longer"));
            }
            if (pause.test(PAUSE)) {
                return false;
            }
        }
        limits("10s", "0");
        return true;
    }

    private boolean tried(String tables, PointManifest point) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            limits(ONE_LOCK.toMillis() + "ms", ALL_TABLES.toMillis() + "ms");
            // Lets SELECT pass, and neither a change nor SELECT FOR UPDATE.
            Ask.run(connection, "LOCK TABLE " + tables + " IN EXCLUSIVE MODE");
            limits(ONE_SEQUENCE.toMillis() + "ms", "0");
            for (PointSequence sequence : point.sequences()) {
                lock(sequence);
            }
            connection.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            if (!BUSY.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    /** There is no LOCK for a sequence; saying its own cache size again takes the lock that setting it back will need. */
    private void lock(PointSequence sequence) throws SQLException {
        long cache = Ask.number(
                connection,
                "SELECT seqcache FROM pg_sequence WHERE seqrelid = '"
                        + sequence.sqlName().replace("'", "''") + "'::regclass");
        Ask.run(connection, "ALTER SEQUENCE " + sequence.sqlName() + " CACHE " + cache);
    }

    private void limits(String lock, String statement) throws SQLException {
        Ask.run(
                connection,
                "SET LOCAL lock_timeout = '" + lock + "'; SET LOCAL statement_timeout = '" + statement + "'");
    }
}
