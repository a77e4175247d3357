package dev.changeover.bench.load;

import dev.changeover.bench.world.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom and what the clients write about, by V1's ids. The sample's first users are odd on purpose, and are left alone.
 *
 * @param users who can be migrated
 * @param sessions whose drills new sessions do again
 * @param drills that have been trained
 */
record Members(List<Long> users, List<Long> sessions, List<Long> drills) {
    private static final int ODD_ONES = 100;
    private static final int SESSIONS = 500;

    Members {
        users = List.copyOf(users);
        sessions = List.copyOf(sessions);
        drills = List.copyOf(drills);
        if (users.isEmpty() || sessions.isEmpty() || drills.isEmpty()) {
            throw new IllegalStateException(
                    "The sample is too small for a load: it needs more than " + ODD_ONES + " users");
        }
    }

    static Members of(Sql v1) throws SQLException {
        return new Members(
                ids(v1, "SELECT id FROM users WHERE email LIKE '%@%' AND id > " + ODD_ONES + " ORDER BY id"),
                ids(
                        v1,
                        "SELECT id FROM completed_sessions WHERE user_id > " + ODD_ONES
                                + " ORDER BY md5(id::text) LIMIT " + SESSIONS),
                ids(v1, "SELECT DISTINCT drill_id FROM ordered_session_drills WHERE drill_id IS NOT NULL ORDER BY 1"));
    }

    private static List<Long> ids(Sql v1, String sql) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Statement statement = v1.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                ids.add(result.getLong(1));
            }
        }
        return ids;
    }
}
