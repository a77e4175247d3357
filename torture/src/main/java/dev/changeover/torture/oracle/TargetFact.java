package dev.changeover.torture.oracle;

import static java.util.Objects.requireNonNull;

import dev.changeover.torture.work.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One count of rows of V2 that must be zero, as SQL of its own: it shares nothing with the verifier, the plan or the sink.
 *
 * @param sql answers the number
 */
record TargetFact(Word word, String what, String sql) {
    /** Tables whose every row, of a migrated user, the migration made. */
    private static final List<String> ALL_OURS =
            List.of("session_preferences", "drill_groups", "training_sessions", "saved_filters", "progress_history");

    /** Child, its column, parent. */
    private static final List<List<String>> CHILDREN = List.of(
            List.of("completed_sessions", "user_id", "users"),
            List.of("session_preferences", "user_id", "users"),
            List.of("drill_groups", "user_id", "users"),
            List.of("drill_group_items", "drill_group_id", "drill_groups"),
            List.of("training_sessions", "user_id", "users"),
            List.of("ordered_session_drills", "session_id", "training_sessions"),
            List.of("progress_history", "user_id", "users"),
            List.of("saved_filters", "user_id", "users"),
            List.of("refresh_tokens", "user_id", "users"),
            List.of("password_reset_codes", "user_id", "users"));

    TargetFact {
        requireNonNull(word, "word");
        requireNonNull(what, "what");
        requireNonNull(sql, "sql");
    }

    static List<TargetFact> all() {
        List<TargetFact> facts = new ArrayList<>();
        facts.add(
                new TargetFact(
                        Word.DOUBLED,
                        "rows of V2 that two rows of V1 share",
                        "SELECT count(*) FROM (SELECT FROM changeover.id_map GROUP BY table_name, v2_id HAVING count(*) > 1) AS d"));
        for (String table : ALL_OURS) {
            facts.add(new TargetFact(
                    Word.DOUBLED,
                    "rows of migrated users that no row of V1 stands for, " + table,
                    "SELECT count(*) FROM " + table
                            + " c JOIN changeover.id_map u ON u.table_name = 'users' AND u.v2_id"
                            + " = c.user_id WHERE NOT EXISTS (SELECT FROM changeover.id_map m WHERE m.table_name = '"
                            + table + "' AND m.v2_id = c.id)"));
        }
        for (List<String> child : CHILDREN) {
            facts.add(new TargetFact(
                    Word.ORPHANED,
                    "rows without the parent they name, " + child.get(0),
                    "SELECT count(*) FROM " + child.get(0) + " c WHERE c." + child.get(1)
                            + " IS NOT NULL AND NOT EXISTS (SELECT FROM " + child.get(2) + " p WHERE p.id = c."
                            + child.get(1) + ")"));
        }
        return facts;
    }

    void check(Session target, Tally tally) throws SQLException {
        tally.add(word, target.number(sql), what);
    }
}
