package dev.changeover.cutover.point;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.cutover.database.DatabaseProblems;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The sessions of a target that are a sink's, or of another command of Changeover that writes there as a sink does. */
public final class SinkSessions {
    private static final String SQL = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name = 'changeover-sink' ORDER BY 1";

    private SinkSessions() {}

    /** Their process ids on the server. */
    public static List<String> of(Connection connection) throws SQLException {
        return Ask.texts(connection, SQL);
    }

    /**
     * How many there are now.
     *
     * @throws dev.changeover.contract.stage.ProblemException if the target does not answer
     */
    public static int count(DatabaseAddress target) {
        try (Connection connection = TargetSession.open(target)) {
            return of(connection).size();
        } catch (SQLException e) {
            throw DatabaseProblems.connecting("the target", target, e);
        }
    }
}
