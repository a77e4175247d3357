package dev.changeover.app;

import java.util.List;

/** Insert, update, delete and move in each of the eleven user tables of V1, on rows of the reference data. */
final class EveryChange {
    private EveryChange() {}

    static List<String> whileStopped() {
        return List.of(
                "INSERT INTO users (first_name, email, playstyle) VALUES ('New', 'new@end.example', '{\"a\": 1.50}')",
                "INSERT INTO completed_sessions (user_id, date, drills) VALUES (" + user(0)
                        + ", 'infinity', '[{\"title\": \"L-drags\", \"totalDuration\": 3}]')",
                "INSERT INTO session_preferences (user_id, available_equipment, target_skills, created_at) VALUES ("
                        + user(1) + ", '{ball,\"a \\\"b\\\"\",NULL}', '{\"b\": [1, 2]}', NULL)",
                "INSERT INTO drill_groups (user_id, name) VALUES (" + user(2) + ", 'added')",
                "INSERT INTO drill_group_items (drill_group_id, drill_id, position) SELECT max(id), 1, 1 FROM drill_groups",
                "INSERT INTO training_sessions (user_id, focus_areas) VALUES (" + user(3) + ", '[\"x\"]')",
                "INSERT INTO ordered_session_drills (session_id, drill_id, position) SELECT max(id), 2, 1 FROM training_sessions",
                "INSERT INTO progress_history (user_id, current_streak) SELECT max(id), 4 FROM users",
                "INSERT INTO saved_filters (client_id, user_id) VALUES ('added', " + user(4) + ")",
                "INSERT INTO refresh_tokens (token, user_id) VALUES ('added', " + user(5) + ")",
                "INSERT INTO password_reset_codes (code, user_id) VALUES ('added', " + user(6) + ")",
                "UPDATE users SET biggest_challenge = '[ ]' WHERE id = " + user(7),
                "UPDATE completed_sessions SET drills = NULL WHERE user_id = " + user(8),
                "UPDATE session_preferences SET duration = 17 WHERE user_id = " + user(9),
                "UPDATE drill_groups SET name = 'renamed' WHERE user_id = " + user(10),
                "UPDATE drill_group_items SET drill_id = 3 WHERE id IN (SELECT id FROM drill_group_items ORDER BY id LIMIT 5)",
                "UPDATE training_sessions SET total_duration = NULL WHERE user_id = " + user(11),
                "UPDATE ordered_session_drills SET sets_done = NULL, drill_id = 4 WHERE id IN"
                        + " (SELECT id FROM ordered_session_drills ORDER BY id LIMIT 5)",
                "UPDATE progress_history SET highest_streak = 99 WHERE user_id = " + user(12),
                "UPDATE saved_filters SET name = 'renamed'",
                "UPDATE refresh_tokens SET expires_at = '-infinity' WHERE user_id = " + user(13),
                "UPDATE password_reset_codes SET code = 'changed'",
                "UPDATE users SET email = 'moved.' || email WHERE id = " + user(14));
    }

    static List<String> whileRunning() {
        return List.of(
                "UPDATE completed_sessions SET user_id = " + user(1) + " WHERE user_id = " + user(0),
                "UPDATE session_preferences SET user_id = " + user(2) + " WHERE user_id = " + user(1),
                "UPDATE drill_groups SET user_id = " + user(3) + " WHERE user_id = " + user(2),
                "UPDATE drill_group_items SET drill_group_id = (SELECT max(id) FROM drill_groups) WHERE id IN"
                        + " (SELECT id FROM drill_group_items ORDER BY id LIMIT 3)",
                "UPDATE training_sessions SET user_id = " + user(4) + " WHERE user_id = " + user(3),
                "UPDATE ordered_session_drills SET session_id = (SELECT max(id) FROM training_sessions) WHERE id IN"
                        + " (SELECT id FROM ordered_session_drills ORDER BY id LIMIT 3)",
                "WITH freed AS (DELETE FROM progress_history WHERE user_id = " + user(5) + ") SELECT 1",
                "UPDATE progress_history SET user_id = " + user(5) + " WHERE user_id = " + user(6),
                "UPDATE saved_filters SET user_id = " + user(5) + " WHERE client_id = 'added'",
                "UPDATE refresh_tokens SET user_id = " + user(6) + " WHERE token = 'added'",
                "UPDATE password_reset_codes SET user_id = " + user(7) + " WHERE user_id = " + user(6),
                "DELETE FROM completed_sessions WHERE user_id = " + user(9),
                "DELETE FROM session_preferences WHERE user_id = " + user(9),
                "DELETE FROM drill_group_items WHERE id IN (SELECT id FROM drill_group_items ORDER BY id DESC LIMIT 3)",
                "DELETE FROM drill_groups WHERE user_id = " + user(10),
                "DELETE FROM ordered_session_drills WHERE session_id IN (SELECT id FROM training_sessions WHERE user_id = "
                        + user(11) + ")",
                "DELETE FROM training_sessions WHERE user_id = " + user(11),
                "DELETE FROM progress_history WHERE user_id = " + user(12),
                "DELETE FROM saved_filters WHERE client_id = 'added'",
                "DELETE FROM refresh_tokens WHERE user_id = " + user(13),
                "DELETE FROM password_reset_codes WHERE code = 'added'",
                "DELETE FROM progress_history WHERE user_id = (SELECT max(id) FROM users)",
                "DELETE FROM users WHERE email = 'new@end.example'",
                "BEGIN; UPDATE users SET email = 'swap@end.example' WHERE id = " + user(15)
                        + "; UPDATE users SET email = 'swapped.' || email WHERE id = " + user(16) + "; COMMIT");
    }

    /** The n-th lowest user with an email, from 0. */
    private static String user(int place) {
        return "(SELECT id FROM users WHERE email LIKE '%@%' ORDER BY id OFFSET " + place + " LIMIT 1)";
    }
}
