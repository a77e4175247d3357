package dev.changeover.local.sample;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs one application on a thread of its own, at a steady rate, until stopped. A failed transaction is counted and not
 * repeated; a lost connection is opened again for the next one.
 */
final class WorkloadSide {
    /** What PostgreSQL answers to a write when it is fenced: read-only, or no privilege. */
    private static final Set<String> REFUSALS = Set.of("25006", "42501");

    /** The connection is lost, or the server ends: what was asked for last may have been done. */
    private static final Set<String> LOSSES = Set.of("08", "57");

    private static final String NO_STATE = "unknown";

    private final DatabaseAddress address;
    private final Application application;
    private final Random random;
    private final long pauseNanos;
    private final Thread thread;
    private final AcknowledgedRows acknowledged = new AcknowledgedRows();
    private final Map<String, Long> failures = new TreeMap<>();
    private volatile boolean stopped;
    private @Nullable Connection connection;
    private boolean opened;
    private long transactions;
    private long refused;
    private long unknown;
    private long longestNanos;

    WorkloadSide(String name, DatabaseAddress address, Application application, double perSecond, long seed) {
        this.address = address;
        this.application = application;
        this.random = new Random(seed);
        this.pauseNanos = perSecond == 0 ? Long.MAX_VALUE : Math.round(1e9 / perSecond);
        this.thread = new Thread(this::run, name);
        this.stopped = perSecond == 0;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Finishes the transaction in hand. Does nothing the second time. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized LiveWorkloadReport.Side report() {
        return new LiveWorkloadReport.Side(
                transactions, refused, unknown, failures, Duration.ofNanos(longestNanos), application.signUps());
    }

    /** Acknowledged rows that are not as the application left them. Only when stopped. */
    List<String> rowsChangedByOthers() {
        try (Connection reader = connect()) {
            return acknowledged.changedIn(reader);
        } catch (SQLException e) {
            throw new IllegalStateException("The rows of the workload could not be read from " + address, e);
        }
    }

    private void run() {
        long due = System.nanoTime();
        while (!stopped) {
            long early = due - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
            } else {
                act();
                due = Math.max(due, System.nanoTime() - 1_000_000_000) + pauseNanos; // does not catch up on a long wait
            }
        }
        disconnect();
    }

    private void act() {
        long start = System.nanoTime();
        @Nullable WorkloadTransaction transaction = null;
        boolean committing = false;
        try {
            Connection open = connected();
            transaction = new WorkloadTransaction(open);
            application.act(transaction, random);
            var written = transaction.written();
            committing = true;
            open.commit();
            application.committed();
            acknowledged.acknowledged(written);
            succeeded(System.nanoTime() - start);
        } catch (SQLException e) {
            disconnect();
            String sqlState = Optional.ofNullable(e.getSQLState()).orElse(NO_STATE);
            if (committing && transaction != null && mayHaveBeenDone(sqlState)) {
                acknowledged.forget(transaction.rows());
                unanswered();
            } else {
                failed(sqlState);
            }
        }
    }

    private static boolean mayHaveBeenDone(String sqlState) {
        return sqlState.equals(NO_STATE) || LOSSES.contains(sqlState.substring(0, 2));
    }

    private Connection connected() throws SQLException {
        if (connection == null) {
            connection = connect();
            connection.setAutoCommit(false);
        }
        if (!opened) {
            application.open(connection);
            connection.commit();
            opened = true;
        }
        return requireNonNull(connection);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.properties());
    }

    private void disconnect() {
        try {
            if (connection != null) {
                connection.close(); // an open transaction is rolled back by the server
            }
        } catch (SQLException e) {
            // the connection is lost, which its transaction's failure has told already
        }
        connection = null;
    }

    private synchronized void succeeded(long nanos) {
        transactions++;
        longestNanos = Math.max(longestNanos, nanos);
    }

    private synchronized void unanswered() {
        unknown++;
    }

    private synchronized void failed(String sqlState) {
        if (REFUSALS.contains(sqlState)) {
            refused++;
        } else {
            failures.merge(sqlState, 1L, Long::sum);
        }
    }
}
