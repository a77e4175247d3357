package dev.changeover.sink.target;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The target's epoch: raised by rollback, undo and cutover, so that a sink that wakes up late writes nothing any more. Held by a shared
 * advisory lock and not {@code FOR SHARE}, which would write the one row of {@code changeover.target} in every transaction.
 */
public final class Epoch {
    private static final String READ = "SELECT epoch FROM changeover.target";

    private Epoch() {}

    /** The epoch as of now, in the caller's transaction. */
    public static long current(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(READ);
            return lastAnswer(statement);
        }
    }

    /**
     * The first statement of every transaction that writes rows of users: sends {@link SessionSettings} and holds the epoch until the
     * transaction ends, in one round trip. Raising waits for the transactions that hold it.
     *
     * @throws ProblemException if the epoch is another one by now: the sink must stop
     */
    public static void require(Connection connection, long epoch) throws SQLException {
        long current;
        try (Statement statement = connection.createStatement()) {
            // Read in a statement of its own: under read committed it sees what was committed while we waited for the
            // lock.
            statement.execute(SessionSettings.forTransaction() + LedgerLock.EPOCH.sharedSql() + READ);
            current = lastAnswer(statement);
        }
        if (current != epoch) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The sink stops: the target's epoch is " + current + ", but this sink was started under " + epoch,
                    "a rollback, an undo or a cutover has raised it, and nothing of before may be written any more",
                    "after an undo or a cutover, start the sink again when that work is done; after a rollback to a point keep it"
                            + " stopped, and what starts it too: started again, it migrates everybody again"));
        }
    }

    /**
     * Raises the epoch in the caller's transaction, after all transactions that hold it have ended; later ones wait until the caller
     * commits, and are then refused.
     *
     * @return the new epoch
     * @throws SQLException with SQLSTATE 55P03 if a transaction holds it for longer than the lock timeout
     */
    public static long raise(Connection connection) throws SQLException {
        LedgerLock.EPOCH.hold(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE changeover.target SET epoch = epoch + 1 RETURNING epoch");
            return lastAnswer(statement);
        }
    }

    private static long lastAnswer(Statement statement) throws SQLException {
        while (true) {
            try (ResultSet answer = statement.getResultSet()) {
                boolean last =
                        !statement.getMoreResults(Statement.KEEP_CURRENT_RESULT) && statement.getUpdateCount() == -1;
                if (last) {
                    return onlyNumber(answer);
                }
            }
        }
    }

    private static long onlyNumber(@Nullable ResultSet answer) throws SQLException {
        if (answer == null || !answer.next()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The target has no epoch",
                    "its ledger (schema changeover) names no target",
                    "start the sink, which registers the target first"));
        }
        return answer.getLong(1);
    }
}
