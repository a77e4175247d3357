package dev.changeover.sink.target;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** One transaction in which an operator changes the ledger beside sinks that may be running. Stateless. */
public final class OperatorTransaction {
    private static final int ATTEMPTS = 5;
    private static final Set<String> COLLISIONS = Set.of("40P01", "40001");

    private OperatorTransaction() {}

    /** Which transactions of sinks may be under way meanwhile. */
    public enum Beside {
        /** Any: rows of the ledger are locked as usual. */
        SINKS,
        /** None: those under way are waited for, later ones wait. */
        NOBODY
    }

    /** The work; what it returns counts once the transaction is committed. May run more than once. */
    @FunctionalInterface
    public interface Body<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Runs the body and commits; starts over a few times after a deadlock.
     *
     * @param environment for which the target must be registered
     * @throws ProblemException if the ledger is not this environment's, a sink holds what is needed for too long, or the target refuses
     */
    public static <T> T run(TargetDatabase database, String environment, Beside beside, Body<T> body) {
        int attempt = 1;
        while (true) {
            try (Connection connection = database.connection()) {
                TargetDatabase.begin(connection);
                begin(connection, environment, beside);
                T result = body.run(connection);
                connection.commit();
                return result;
            } catch (SQLException e) {
                if (!COLLISIONS.contains(String.valueOf(e.getSQLState())) || ++attempt > ATTEMPTS) {
                    throw new ProblemException(problem(e), e);
                }
            }
        }
    }

    private static void begin(Connection connection, String environment, Beside beside) throws SQLException {
        if (TargetIdentity.find(connection, environment).isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The target's ledger names no target",
                    "no run has been started against it",
                    "start one with ./changeover migrate"));
        }
        if (beside == Beside.NOBODY) {
            LedgerLock.EPOCH.hold(connection);
        } else {
            try (var statement = connection.createStatement()) {
                statement.execute(LedgerLock.EPOCH.sharedSql());
            }
        }
    }

    private static Problem problem(SQLException failure) {
        boolean busy = SqlStates.is(failure, SqlStates.LOCK_NOT_AVAILABLE)
                || COLLISIONS.contains(String.valueOf(failure.getSQLState()));
        return new Problem(
                busy ? Problem.Kind.INCONCLUSIVE : Problem.Kind.REFUSED,
                "The ledger was not changed",
                busy
                        ? "other transactions held it for too long (" + SqlStates.of(failure) + ")"
                        : "the target refuses it (" + SqlStates.of(failure) + ")",
                busy
                        ? "start the command again; it is safe at any time"
                        : "look into the server's log, and start the command again");
    }
}
