package dev.changeover.sink.undo;

import static org.awaitility.Awaitility.await;

import dev.changeover.sink.apply.Lab;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who writes all the time: sign-ups, and rows of an Android user. Every write counts once the target has acknowledged it. */
final class AndroidWrites implements AutoCloseable {
    private static final String MARK = "live-writes";

    private final AtomicInteger acknowledged = new AtomicInteger();
    private final CompletableFuture<Void> done;
    private volatile boolean stopped;

    private AndroidWrites(Lab lab, long user) {
        this.done = CompletableFuture.runAsync(() -> write(lab, user));
    }

    static AndroidWrites start(Lab lab, long user) {
        return new AndroidWrites(lab, user);
    }

    private void write(Lab lab, long user) {
        try (Connection connection = lab.connect();
                var statement = connection.createStatement()) {
            while (!stopped) {
                int number = acknowledged.get();
                statement.execute("INSERT INTO drill_groups (user_id, name) VALUES (" + user + ", '" + MARK + "');"
                        + " INSERT INTO users (email, first_name) VALUES ('" + number + "@android', '" + MARK + "')");
                acknowledged.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    /** Returns when it has written five times more. */
    void awaitMore() {
        int now = acknowledged.get();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> done.isCompletedExceptionally() || acknowledged.get() > now + 4);
    }

    int acknowledged() {
        return acknowledged.get();
    }

    int written(Lab lab) throws SQLException {
        return Integer.parseInt(lab.ask("SELECT count(*) FROM users WHERE first_name = '" + MARK + "'"));
    }

    /** Takes its rows away, so that the rest can be compared. */
    void forget(Lab lab) throws SQLException {
        lab.v2("DELETE FROM drill_groups WHERE name = '" + MARK + "'; DELETE FROM users WHERE first_name = '" + MARK
                + "'");
    }

    @Override
    public void close() {
        stopped = true;
        done.join();
    }
}
