package dev.changeover.sink.target;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;

/** The target, through a pool of connections. Safe for any thread. */
public final class TargetDatabase implements AutoCloseable {

    /**
     * Connects once to see that it works, then makes the pool.
     *
     * @param maxConnections as many as threads that write, and two more
     * @throws ProblemException if the target cannot be reached, refuses the password, or does not exist
     */
    public static TargetDatabase open(DatabaseAddress address, int maxConnections) {
        throw new UnsupportedOperationException();
    }

    public DatabaseAddress address() {
        throw new UnsupportedOperationException();
    }

    /**
     * A connection of the pool: autocommit off, read committed. The first statement of a transaction that writes is {@link
     * Epoch#require}; of any other, {@link #begin}. Rolled back and given back by {@code close}.
     */
    public Connection connection() throws SQLException {
        throw new UnsupportedOperationException();
    }

    /** Begins a transaction that does not depend on the epoch: sends {@link SessionSettings} and nothing else. */
    public static void begin(Connection connection) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /** Whether something between us and the server answers for it, such as PgBouncer. Prepared statements are off then. */
    public boolean behindPooler() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
