package dev.changeover.sink.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one statement that may take hours but must not be blocked for long, and watches it from a second session. A lock timeout would
 * not do: behind a pooler it would stay in somebody else's session, and it does not say who blocks.
 */
final class WatchedStatement {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedStatement.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final String BLOCKERS = """
            SELECT DISTINCT b.pid, coalesce(a.state, 'unknown'), coalesce(a.xact_start::text, 'an unknown time')
              FROM pg_stat_activity w
             CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS b (pid)
              LEFT JOIN pg_stat_activity a ON a.pid = b.pid
             WHERE w.pid <> pg_backend_pid() AND w.datname = current_database() AND w.query = ?
             ORDER BY 1
            """;

    private final Connection worker;
    private final Connection watcher;
    private final Duration patience;

    /** Both connections with autocommit on: a transaction that the watcher kept open would itself block the build. */
    WatchedStatement(Connection worker, Connection watcher, Duration patience) {
        this.worker = worker;
        this.watcher = watcher;
        this.patience = patience;
    }

    /** Ends when the statement is done (empty), or was cancelled since it was blocked for too long: then by whom, in words. */
    Optional<String> run(String sql) throws SQLException, InterruptedException {
        try (Statement statement = worker.createStatement()) {
            CompletableFuture<Void> done = CompletableFuture.runAsync(
                    () -> {
                        try {
                            statement.execute(sql);
                        } catch (SQLException e) {
                            throw new CompletionException(e);
                        }
                    },
                    task -> new Thread(task, "changeover-index").start());
            return watch(sql, statement, done);
        }
    }

    private Optional<String> watch(String sql, Statement statement, CompletableFuture<Void> done)
            throws SQLException, InterruptedException {
        long blockedSince = 0;
        boolean said = false;
        while (true) {
            if (ended(done)) {
                return Optional.empty();
            }
            List<String> blockers = blockers(sql);
            if (blockers.isEmpty()) {
                blockedSince = 0;
                continue;
            }
            String who = String.join(", ", blockers);
            long now = System.nanoTime();
            blockedSince = blockedSince == 0 ? now : blockedSince;
            if (!said) {
                LOG.atWarn().addKeyValue("sessions", who).log("an index build waits for other transactions");
                said = true;
            }
            if (now - blockedSince >= patience.toNanos()) {
                statement.cancel();
                return endedByCancel(done) ? Optional.of(who) : Optional.empty();
            }
        }
    }

    /** Waits for one look's length. */
    private static boolean ended(CompletableFuture<Void> done) throws SQLException, InterruptedException {
        try {
            done.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw asSql(e);
        }
    }

    private static boolean endedByCancel(CompletableFuture<Void> done) throws SQLException, InterruptedException {
        try {
            done.get();
            return false;
        } catch (ExecutionException e) {
            SQLException failure = asSql(e);
            if (SqlStates.is(failure, SqlStates.QUERY_CANCELED)) {
                return true;
            }
            throw failure;
        }
    }

    private static SQLException asSql(ExecutionException failure) {
        if (failure.getCause() instanceof SQLException sql) {
            return sql;
        }
        throw new IllegalStateException(failure.getCause());
    }

    private List<String> blockers(String sql) throws SQLException {
        List<String> blockers = new ArrayList<>();
        try (var select = watcher.prepareStatement(BLOCKERS)) {
            select.setString(1, sql);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    blockers.add("session " + rows.getInt(1) + " (" + rows.getString(2) + ", in a transaction since "
                            + rows.getString(3) + ")");
                }
            }
        }
        return blockers;
    }
}
