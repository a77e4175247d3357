package dev.changeover.torture.oracle;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.torture.work.Session;
import java.sql.SQLException;

/** Corruptions that the oracle has to find, one for each of the report's words. Each changes a row of V2 and stays. */
public enum Plant {
    LOST(
            Word.LOST,
            "DELETE FROM completed_sessions WHERE id = (SELECT max(v2_id) FROM changeover.id_map WHERE table_name ="
                    + " 'completed_sessions')"),
    DOUBLED(
            Word.DOUBLED,
            "INSERT INTO drill_groups (user_id, name, description, is_liked_group)"
                    + " SELECT user_id, name, description, is_liked_group FROM drill_groups WHERE id ="
                    + " (SELECT max(v2_id) FROM changeover.id_map WHERE table_name = 'drill_groups')"),
    DIVERGENT(
            Word.DIVERGENT,
            "UPDATE session_preferences SET duration = coalesce(duration, 0) + 1 WHERE id ="
                    + " (SELECT min(v2_id) FROM changeover.id_map WHERE table_name = 'session_preferences')"),
    ORPHANED(
            Word.ORPHANED,
            "SET session_replication_role = replica; UPDATE drill_group_items SET drill_group_id = 2147483647 WHERE id ="
                    + " (SELECT min(v2_id) FROM changeover.id_map WHERE table_name = 'drill_group_items')"),
    /** The newest user that is not migrated has signed up in the Android application that has just been stopped. */
    ANDROID_TOUCHED(
            Word.ANDROID_TOUCHED,
            "UPDATE users SET primary_goal = 'planted' WHERE id = (SELECT max(u.id) FROM users u WHERE NOT EXISTS"
                    + " (SELECT FROM changeover.id_map m WHERE m.table_name = 'users' AND m.v2_id = u.id))");

    private final Word word;
    private final String sql;

    Plant(Word word, String sql) {
        this.word = requireNonNull(word, "word");
        this.sql = requireNonNull(sql, "sql");
    }

    public void in(DatabaseAddress v2) throws SQLException {
        try (Session session = new Session(v2)) {
            session.execute(sql);
        }
    }

    /** Whether the findings afterwards count more under this word than those before. */
    public boolean isFound(Findings before, Findings after) {
        return after.of(word) > before.of(word);
    }
}
