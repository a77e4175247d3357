package dev.changeover.app;

import java.util.List;

/** A change of each kind in each of the eleven user tables of V1. Each statement changes at least one row. */
final class EveryChange {
    private static final String ONE = "(SELECT id FROM users WHERE email = 'e2e-one@example.net')";
    private static final String TWO = "(SELECT id FROM users WHERE email = 'e2e-two@example.net')";
    private static final String GROUP = "(SELECT min(id) FROM drill_groups WHERE name LIKE 'e2e%')";
    private static final String OTHER_GROUP = "(SELECT max(id) FROM drill_groups WHERE name LIKE 'e2e%')";
    private static final String SESSION = "(SELECT min(id) FROM training_sessions WHERE total_duration = 4711)";
    private static final String OTHER_SESSION = "(SELECT max(id) FROM training_sessions WHERE total_duration = 4711)";
    private static final String DRILL = "(SELECT min(id) FROM drills WHERE title IS NOT NULL)";

    static final List<String> INSERTS = List.of(
            "INSERT INTO users (first_name, email, playstyle) VALUES ('One', 'e2e-one@example.net', '[ \"a\" ]'),"
                    + " ('Two', 'e2e-two@example.net', NULL)",
            "INSERT INTO completed_sessions (user_id, date, drills) VALUES (" + ONE + ", 'infinity',"
                    + " '[{\"drill\": {\"id\": 1, \"title\": \"x\", \"skill\": \"Passing\"}, \"totalDuration\": 7.5}]')",
            "INSERT INTO session_preferences (user_id, available_equipment, target_skills, created_at) VALUES (" + ONE
                    + ", '{ball,\"a b\",NULL}', '{\"b\": 1, \"a\": [2.50]}', NULL)",
            "INSERT INTO drill_groups (user_id, name) VALUES (" + ONE + ", 'e2e-first'), (" + ONE + ", 'e2e-second')",
            "INSERT INTO drill_group_items (drill_group_id, drill_id, position) VALUES (" + GROUP + ", " + DRILL
                    + ", 1), (" + GROUP + ", NULL, 2)",
            "INSERT INTO training_sessions (user_id, total_duration) VALUES (" + ONE + ", 4711), (" + ONE + ", 4711)",
            "INSERT INTO ordered_session_drills (session_id, drill_id, position) SELECT " + SESSION
                    + ", min(id), 1 FROM drills",
            "INSERT INTO progress_history (user_id, current_streak) VALUES (" + ONE + ", NULL)",
            "INSERT INTO saved_filters (client_id, user_id, name) VALUES ('e2e-filter', " + ONE + ", '')",
            "INSERT INTO refresh_tokens (user_id, token, expires_at) VALUES (" + ONE
                    + ", 'e2e-token', '2030-01-01 00:00:00.000001')",
            "INSERT INTO password_reset_codes (user_id, code) VALUES (" + ONE + ", 'e2e-code')");

    static final List<String> UPDATES = List.of(
            "UPDATE users SET last_name = 'changed', email = upper(email) WHERE id = " + TWO,
            "UPDATE users SET email = lower(email) WHERE last_name = 'changed'",
            "UPDATE completed_sessions SET drills = '[]' WHERE user_id = " + ONE,
            "UPDATE session_preferences SET target_skills = NULL WHERE user_id = " + ONE,
            "UPDATE drill_groups SET description = 'changed' WHERE id = " + GROUP,
            "UPDATE drill_group_items SET position = 9 WHERE drill_group_id = " + GROUP,
            "UPDATE training_sessions SET focus_areas = '{\"x\":1E2}' WHERE id = " + SESSION,
            "UPDATE ordered_session_drills SET sets_done = 3 WHERE session_id = " + SESSION,
            "UPDATE progress_history SET highest_streak = 5 WHERE user_id = " + ONE,
            "UPDATE saved_filters SET name = NULL WHERE client_id = 'e2e-filter'",
            "UPDATE refresh_tokens SET expires_at = '-infinity' WHERE token = 'e2e-token'",
            "UPDATE password_reset_codes SET code = 'e2e-other' WHERE code = 'e2e-code'");

    static final List<String> MOVES = List.of(
            "UPDATE completed_sessions SET user_id = " + TWO + " WHERE user_id = " + ONE,
            "UPDATE session_preferences SET user_id = " + TWO + " WHERE user_id = " + ONE,
            "UPDATE drill_group_items SET drill_group_id = " + OTHER_GROUP + " WHERE position = 9 AND drill_id IS NULL"
                    + " AND drill_group_id = " + GROUP,
            "UPDATE drill_groups SET user_id = " + TWO + " WHERE id = " + GROUP,
            "UPDATE ordered_session_drills SET session_id = " + OTHER_SESSION + " WHERE session_id = " + SESSION,
            "UPDATE training_sessions SET user_id = " + TWO + " WHERE id = " + OTHER_SESSION,
            "UPDATE progress_history SET user_id = " + TWO + " WHERE user_id = " + ONE,
            "UPDATE saved_filters SET user_id = " + TWO + " WHERE user_id = " + ONE,
            "UPDATE refresh_tokens SET user_id = " + TWO + " WHERE user_id = " + ONE,
            "UPDATE password_reset_codes SET user_id = " + TWO + " WHERE user_id = " + ONE);

    static final List<String> DELETES = List.of(
            "DELETE FROM ordered_session_drills WHERE session_id = " + OTHER_SESSION,
            "DELETE FROM drill_group_items WHERE drill_group_id = " + OTHER_GROUP,
            "DELETE FROM completed_sessions WHERE user_id = " + TWO,
            "DELETE FROM session_preferences WHERE user_id = " + TWO,
            "DELETE FROM progress_history WHERE user_id = " + TWO,
            "DELETE FROM saved_filters WHERE client_id = 'e2e-filter'",
            "DELETE FROM refresh_tokens WHERE token = 'e2e-token'",
            "DELETE FROM password_reset_codes WHERE user_id = " + TWO,
            "DELETE FROM training_sessions WHERE total_duration = 4711",
            "DELETE FROM drill_groups WHERE name LIKE 'e2e%'",
            "DELETE FROM users WHERE email IN ('e2e-one@example.net', 'e2e-two@example.net')");

    private EveryChange() {}
}
