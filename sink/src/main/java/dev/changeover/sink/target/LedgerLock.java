package dev.changeover.sink.target;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What only one sink does at a time. Advisory locks of the target database that end with the transaction: they leave nothing behind
 * when a process dies, work through a pooler, and cost no write.
 */
enum LedgerLock {
    EPOCH(1),
    SCHEMA(2);

    /** Keeps our locks apart from the application's own. */
    private static final int KEY_SPACE = 0x43484f56;

    private final String key;

    LedgerLock(int number) {
        this.key = KEY_SPACE + ", " + number;
    }

    String sharedSql() {
        return "SELECT pg_advisory_xact_lock_shared(" + key + "); ";
    }

    /** Waits until nobody else holds the lock, within the transaction's lock timeout, and holds it until the transaction ends. */
    void hold(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + key + ")");
        }
    }
}
