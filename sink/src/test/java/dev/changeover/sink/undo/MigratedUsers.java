package dev.changeover.sink.undo;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.sink.apply.Documents;
import dev.changeover.sink.apply.OnAFreshTarget;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;

/** Ann (V1 101) has a stale copy, user 1 of V2; Bob, user 2, signed up on Android; Carl (V1 102) is new. */
abstract class MigratedUsers extends OnAFreshTarget {
    static final long ANN = 101;
    static final long CARL = 102;

    @BeforeEach
    final void staleAnnAndAndroidBob() throws SQLException, InterruptedException {
        lab.v1User(ANN, "Ann@example.org")
                .v1User(CARL, "carl@example.org")
                .v2("""
                ALTER TABLE users ADD COLUMN theme varchar DEFAULT 'light';
                INSERT INTO users (email, first_name, theme, playstyle) VALUES
                    ('ann@example.org', 'stale, "old"', 'dark', '{ "a" : 1.50,"a":1E2 , "z":"\\u0000" }'), ('bob@example.org', 'bob', 'light', NULL);
                INSERT INTO mental_training_sessions (user_id, duration_minutes) VALUES (1, 7), (2, 8);
                INSERT INTO completed_sessions (user_id, date, session_type, mental_training_session_id, drills) VALUES
                    (1, 'infinity', 'drill_training', NULL, '[ -0, "\\n" ]'), (1, '2026-01-02 03:04:05.678901', 'mental_training', 1, NULL),
                    (2, NULL, 'drill_training', NULL, NULL);
                INSERT INTO drill_groups (user_id, name) VALUES (1, ''), (2, 'bobs'), (1, NULL);
                INSERT INTO drills (uuid, title) VALUES ('00000000-0000-0000-0000-000000000001', 'Wall');
                INSERT INTO drill_group_items (drill_group_id, drill_uuid) VALUES (1, '00000000-0000-0000-0000-000000000001'), (2, NULL), (3, NULL);
                INSERT INTO progress_history (user_id, current_streak, drills_per_session) VALUES (1, 3, 0.1), (2, 4, 1e-300);
                INSERT INTO session_preferences (user_id, available_equipment, target_skills) VALUES (1, '{a,"b,c",NULL}', '{"b": 1.50}');
                INSERT INTO refresh_tokens (user_id, token) VALUES (1, 'tok'), (2, 'bobtok');
                INSERT INTO premium_subscriptions (user_id, status, plan_type) VALUES (1, 'active', 'year'), (2, 'active', 'year');
                INSERT INTO audit_logs (user_id, action, endpoint, method, status) VALUES (1, 'a', 'e', 'GET', 'ok');
                CREATE SCHEMA later; CREATE TABLE later.badges (holder int REFERENCES users);
                INSERT INTO later.badges VALUES (1), (2);
                """)
                .ready();
    }

    static UserDocument ann() {
        return Documents.user(ANN, "Ann@example.org")
                .row("completed_sessions", 11, "drills", "[ 1.50 ]")
                .row("drill_groups", 21, "name", "new")
                .row("drill_group_items", 31, 21, "drill_uuid", "00000000-0000-0000-0000-000000000001")
                .row("progress_history", 51, "current_streak", "9")
                .row("refresh_tokens", 41, "token", "tok")
                .build();
    }

    static UserDocument carl() {
        return Documents.user(CARL, "carl@example.org")
                .row("drill_groups", 22, "name", "carls")
                .row("drill_group_items", 32, 22, "position", "1")
                .build();
    }

    Undo undo() {
        return new Undo(lab.database());
    }

    UndoResult undo(String... emails) throws SQLException {
        return run(undo().of(List.of(emails)));
    }

    UndoResult run(UndoPlan plan) throws SQLException {
        return undo().run(plan, undo().epoch(), false, users -> {});
    }

    /** Every row of every table of V2 as text, whoever wrote it. */
    Map<String, String> contents() throws SQLException {
        Map<String, String> contents = new TreeMap<>();
        for (String table : lab.ask(
                        "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ('public', 'later')")
                .lines()
                .toList()) {
            contents.put(table, lab.ask("SELECT t::text FROM " + table + " AS t ORDER BY t::text COLLATE \"C\""));
        }
        return contents;
    }

    /** Rows of the ledger that say that something of the user is in V2, or waits. */
    String traces(long v1User) throws SQLException {
        return lab.ask("SELECT (SELECT count(*) FROM changeover.migrated_row WHERE live AND v1_user_id = " + v1User
                + "), (SELECT count(*) FROM changeover.quarantine WHERE v1_user_id = " + v1User
                + "), (SELECT count(*) FROM changeover.before_image WHERE reason IN ('replaced', 'repointed')"
                + " AND v1_user_id = " + v1User + "), target_user_id, replaced_user_id, outcome"
                + " FROM changeover.v1_user WHERE v1_user_id = " + v1User);
    }
}
