package dev.changeover.bench.world;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A replication slot of a pipeline that has ended. */
final class Slots {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String IN_USE = "55006";

    private Slots() {}

    /** Drops it, if it is there; its last user may need a moment to leave. */
    static void drop(DatabaseServer server, String name) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                server.execute(
                        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '"
                                + name + "'");
                return;
            } catch (SQLException e) {
                if (!IN_USE.equals(e.getSQLState()) || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }
}
