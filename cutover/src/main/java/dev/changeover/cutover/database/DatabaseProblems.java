package dev.changeover.cutover.database;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.SQLException;

/** Says why a database cannot be read. A driver's message may repeat what was in the URL or in a row: it is not shown. */
public final class DatabaseProblems {
    private DatabaseProblems() {}

    /**
     * For a connection that was not made.
     *
     * @param role how messages call the database, for example {@code V1}
     */
    public static ProblemException connecting(String role, DatabaseAddress address, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String what = "Cannot connect to " + role + " at " + address;
        return problem(
                what,
                switch (state) {
                    case "28P01", "28000" ->
                        "the server does not accept this user and password (SQLSTATE " + state + ")";
                    case "3D000" -> "the server has no database named " + address.database();
                    case "53300" -> "all connection slots of the server are taken";
                    default -> "nothing answers there as a PostgreSQL server (SQLSTATE " + state + ")";
                },
                switch (state) {
                    case "28P01", "28000" -> "check user and password in the database URL or its _FILE";
                    case "3D000" -> "correct the database's name in the URL";
                    case "53300" -> "close other sessions, or raise max_connections";
                    default -> "check that the server runs, and host, port and sslmode in the database URL";
                });
    }

    /** For a query of the application's tables that was refused. */
    public static ProblemException reading(String role, DatabaseAddress address, SQLException e) {
        return reading(role, address, e, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + address.user());
    }

    /** For a query of the ledger that was refused. */
    public static ProblemException readingLedger(DatabaseAddress target, SQLException e) {
        return reading(
                "the target's ledger",
                target,
                e,
                "GRANT USAGE ON SCHEMA changeover TO " + target.user()
                        + "; GRANT SELECT ON ALL TABLES IN SCHEMA changeover TO " + target.user());
    }

    private static ProblemException reading(String role, DatabaseAddress address, SQLException e, String grant) {
        String state = String.valueOf(e.getSQLState());
        return problem(
                "Cannot read " + role + " at " + address,
                switch (state) {
                    case "42501" -> "the user " + address.user() + " may not read one of the tables (SQLSTATE 42501)";
                    case "42P01" -> "a table that is needed is missing (SQLSTATE 42P01)";
                    case "42703" -> "a column that is needed is missing (SQLSTATE 42703)";
                    default -> "the server ended the query (SQLSTATE " + state + ")";
                },
                switch (state) {
                    case "42501" -> "run as the owner: " + grant;
                    case "42P01", "42703" -> "check that the URL names the right database";
                    default -> "look into the server's log, and start again";
                });
    }

    private static ProblemException problem(String what, String why, String remedy) {
        return new ProblemException(new Problem(Problem.Kind.REFUSED, what, why, remedy));
    }
}
