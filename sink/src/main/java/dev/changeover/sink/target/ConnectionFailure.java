package dev.changeover.sink.target;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Says in plain words why a database could not be connected to. Names user, host, port and database, never the password. */
public final class ConnectionFailure {
    private ConnectionFailure() {}

    /**
     * The problem to tell, made from SQLSTATE alone.
     *
     * @param role which database it is, such as {@code the target}
     */
    public static ProblemException of(String role, DatabaseAddress address, SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String what = "Cannot connect to " + role + " at " + address;
        // The cause is left out: a driver's message may repeat what was in the URL.
        return new ProblemException(
                switch (state) {
                    case "28P01", "28000" ->
                        new Problem(
                                Problem.Kind.REFUSED,
                                what,
                                "the server does not accept this user and password from here (SQLSTATE " + state + ")",
                                "check user and password in the database URL or its _FILE, and the server's pg_hba.conf");
                    case "3D000" ->
                        new Problem(
                                Problem.Kind.REFUSED,
                                what,
                                "the server has no database named " + address.database(),
                                "correct the database's name in the URL; it must exist before the migration");
                    case "42501" ->
                        new Problem(
                                Problem.Kind.REFUSED,
                                what,
                                "the user may not connect to this database",
                                "run as its owner: GRANT CONNECT ON DATABASE " + SqlNames.quoted(address.database())
                                        + " TO " + SqlNames.quoted(address.user()));
                    case "53300" ->
                        new Problem(
                                Problem.Kind.REFUSED,
                                what,
                                "all connection slots of the server or the user are taken",
                                "close other sessions, or raise max_connections or the user's connection limit");
                    case "57P03" ->
                        new Problem(
                                Problem.Kind.REFUSED,
                                what,
                                "the server is starting up, shutting down or recovering",
                                "wait until it accepts connections, and start again");
                    default -> unreachable(what, state, failure);
                });
    }

    private static Problem unreachable(String what, String state, SQLException failure) {
        if (hasCause(failure, UnknownHostException.class)) {
            return new Problem(
                    Problem.Kind.REFUSED,
                    what,
                    "the host's name is not known here",
                    "correct the host in the database URL");
        }
        String why = state.startsWith("08")
                ? "nothing answers there as a PostgreSQL server (SQLSTATE " + state + ")"
                : "the server refused the connection (" + SqlStates.of(failure) + ")";
        return new Problem(
                Problem.Kind.REFUSED,
                what,
                why,
                "check that the server runs, and host, port and sslmode in the database URL, and the network in between");
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }
}
