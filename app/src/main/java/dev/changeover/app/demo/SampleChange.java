package dev.changeover.app.demo;

/** A change of V1 whose arrival is shown. {@code sql} touches rows of the reference data, and only a few. */
enum SampleChange {
    SIGN_UP("a new user with a session", """
            WITH person AS (INSERT INTO users (first_name, email) VALUES ('New', 'new.person@demo.example') RETURNING id)
            INSERT INTO completed_sessions (user_id, date, drills)
            SELECT id, now(), '[{"drill": {"title": "L-drags", "skill": "dribbling"}, "totalDuration": 12}]' FROM person"""),
    UPDATE(
            "a changed profile",
            "UPDATE users SET last_name = 'Changed' WHERE id = (SELECT min(id) FROM users WHERE email LIKE '%@%')"),
    INSERT("a new saved filter", """
            INSERT INTO saved_filters (client_id, user_id, name)
            SELECT 'demo-filter', min(id), 'demo' FROM users WHERE email LIKE '%@%'"""),
    DELETE(
            "a deleted session",
            "DELETE FROM completed_sessions WHERE id = (SELECT min(id) FROM completed_sessions WHERE user_id IS NOT NULL)"),
    MOVE("a drill group with its items that moves to another user", """
            UPDATE drill_groups SET user_id = (SELECT id FROM users WHERE email = 'new.person@demo.example')
             WHERE id = (SELECT min(g.id) FROM drill_groups g JOIN drill_group_items i ON i.drill_group_id = g.id
                           JOIN users u ON u.id = g.user_id WHERE u.email LIKE '%@%')"""),
    SECOND_SIGN_UP("another new user", "INSERT INTO users (email) VALUES ('leaving@demo.example')"),
    DELETE_USER("that user deleted again", "DELETE FROM users WHERE email = 'leaving@demo.example'");

    private final String description;
    private final String sql;

    SampleChange(String description, String sql) {
        this.description = description;
        this.sql = sql;
    }

    String description() {
        return description;
    }

    String sql() {
        return sql;
    }
}
