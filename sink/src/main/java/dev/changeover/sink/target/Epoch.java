package dev.changeover.sink.target;

import java.sql.Connection;
import java.sql.SQLException;

/** The target's epoch: raised by rollback, undo and cutover, so that a sink that wakes up late writes nothing any more. */
public final class Epoch {
    private Epoch() {}

    /** The epoch as of now, in the caller's transaction. */
    public static long current(Connection connection) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /**
     * The first statement of every transaction of the sink: sends {@link SessionSettings} and holds the epoch until the transaction
     * ends, in one round trip. Raising waits for the transactions that hold it.
     *
     * @throws dev.changeover.contract.stage.ProblemException if the epoch is another one by now: the sink must stop
     */
    public static void require(Connection connection, long epoch) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /**
     * Raises the epoch in the caller's transaction, after all transactions that hold it have ended; later ones wait until the caller
     * commits, and are then refused.
     *
     * @return the new epoch
     */
    public static long raise(Connection connection) throws SQLException {
        throw new UnsupportedOperationException();
    }
}
