package dev.changeover.sink.target;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;

/** What is between us and the server, such as PgBouncer. */
final class Pooler {
    /** A busy pooler may give the session just left to somebody else; twenty times in a row it does not. */
    private static final int LOOKS = 20;

    private Pooler() {}

    /**
     * Refuses a pooler in transaction or statement mode. The sink's own transactions would survive it; the ledger's migration (a session's
     * search path) and index builds would leave settings in sessions that the application uses next.
     *
     * @param first with autocommit on
     * @throws ProblemException if two connections that are open at the same time were served by one server session
     */
    static void requireOwnSession(DatabaseAddress address, Connection first) throws SQLException {
        int session = session(first);
        try (Connection second = Connections.open(address)) {
            for (int look = 0; look < LOOKS; look++) {
                if (session(second) == session || session(first) != session) {
                    throw new ProblemException(new Problem(
                            Problem.Kind.REFUSED,
                            "The target at " + address + " is behind a pooler that shares sessions",
                            "its pool_mode is transaction or statement, so that a session's settings would leak into the"
                                    + " application's",
                            "use the server's own address in the database URL, or a pool with pool_mode = session"));
                }
            }
        }
    }

    private static int session(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery("SELECT pg_backend_pid()")) {
            answer.next();
            return answer.getInt(1);
        }
    }
}
