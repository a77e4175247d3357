package dev.changeover.cutover.cleanup;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.database.DatabaseProblems;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.util.PSQLException;

/** Connections, and what to say when one of them fails. */
final class Sessions {
    static final String APPLICATION_NAME = "changeover-cleanup";

    private Sessions() {}

    /**
     * A connection, autocommit on.
     *
     * @param leaveOut the option that leaves this database out; empty if there is none
     * @throws ProblemException if nobody answers
     */
    static Connection open(String role, DatabaseAddress address, Optional<String> leaveOut) {
        Properties properties = address.properties();
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("tcpKeepAlive", "true");
        properties.putIfAbsent("prepareThreshold", "0"); // a pooler may hand the session on with what was prepared
        properties.setProperty("ApplicationName", APPLICATION_NAME);
        try {
            return DriverManager.getConnection(address.jdbcUrl(), properties);
        } catch (SQLException e) {
            Problem problem = DatabaseProblems.connecting(role, address, e).problem();
            String hint = leaveOut.map(option -> "; if it is gone for good, leave it out with " + option)
                    .orElse("");
            throw new ProblemException(
                    new Problem(problem.kind(), problem.what(), problem.why(), problem.remedy() + hint));
        }
    }

    /**
     * A statement that was refused, or a server that went away.
     *
     * @param deed what was being done, after "could not be"
     * @param byHand the SQL that somebody with the right may run instead
     */
    static ProblemException failed(String deed, SQLException e, String byHand) {
        String state = String.valueOf(e.getSQLState());
        return switch (state) {
            case "42501" ->
                problem(
                        e,
                        Problem.Kind.REFUSED,
                        deed,
                        "this database user has no right to do it (SQLSTATE 42501)",
                        "let the owner run: " + byHand + "; then start cleanup again");
            case "2BP01" ->
                problem(
                        e,
                        Problem.Kind.REFUSED,
                        deed,
                        "something that Changeover did not make depends on it: " + dependents(e),
                        "drop that first, or let it use a table of its own, and start cleanup again");
            case "55006" ->
                problem(
                        e,
                        Problem.Kind.REFUSED,
                        deed,
                        "a server process uses it (SQLSTATE 55006)",
                        "stop the capture that reads it, and start cleanup again; or run: " + byHand);
            case "55P03" ->
                problem(
                        e,
                        Problem.Kind.INCONCLUSIVE,
                        deed,
                        "another session holds what it needs (SQLSTATE 55P03)",
                        "look for it in pg_stat_activity, and start cleanup again");
            default ->
                problem(
                        e,
                        Problem.Kind.INCONCLUSIVE,
                        deed,
                        "the server ended it (SQLSTATE " + state + ")",
                        "start cleanup again: it goes on with what is left");
        };
    }

    /** The server names objects here, and no values. */
    private static String dependents(SQLException e) {
        if (e instanceof PSQLException server
                && server.getServerErrorMessage() != null
                && server.getServerErrorMessage().getDetail() != null) {
            return server.getServerErrorMessage()
                    .getDetail()
                    .lines()
                    .limit(5)
                    .reduce((a, b) -> a + ", " + b)
                    .orElse("");
        }
        return "SQLSTATE 2BP01";
    }

    private static ProblemException problem(
            SQLException cause, Problem.Kind kind, String deed, String why, String remedy) {
        return new ProblemException(new Problem(kind, "The " + deed, why, remedy), cause);
    }
}
