package dev.changeover.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.verifier.report.FactFinding;
import dev.changeover.verifier.report.Mismatch;
import dev.changeover.verifier.report.Verdict;
import dev.changeover.verifier.report.VerificationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** V2 is right but for one thing, and the verification names that thing. */
class SingleCorruptionIT {
    private static MigratedPair pair;

    /**
     * @param finding what the report must say: {@code kind table column} of a mismatch, or the name of a fact
     * @param sql may name a migrated row as {@code {number of its table:V1 id}}
     */
    record Corruption(String what, String finding, String sql) {
        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeAll
    static void migrate() throws Exception {
        pair = MigratedPair.start();
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @Test
    void findsNothingInAnUntouchedTarget() throws Exception {
        VerificationReport report = Verification.run(VerifierConfig.quiet(pair.v1(), pair.copy("v2", "untouched")));

        assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.MATCH);
        assertThat(report.content().orElseThrow().usersCompared()).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("corruptions")
    void findsEverySingleCorruption(Corruption corruption) throws Exception {
        var target = pair.copy("v2", "corrupted");
        pair.corrupt("corrupted", corruption.sql());

        VerificationReport report = Verification.run(VerifierConfig.quiet(pair.v1(), target));

        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.MISMATCH);
        assertThat(findings(report)).contains(corruption.finding());
    }

    @Test
    void theSuiteHoldsAtLeastThirtyCorruptions() {
        assertThat(corruptions()).hasSizeGreaterThanOrEqualTo(30);
    }

    private static List<String> findings(VerificationReport report) {
        List<String> findings = new ArrayList<>();
        for (Mismatch each : report.content().orElseThrow().mismatches().listed()) {
            String column = each.column() == null ? "" : " " + each.column();
            findings.add(each.kind().code() + " " + each.table() + column);
        }
        report.invariants().stream()
                .filter(each -> each.status() == FactFinding.Status.FAIL)
                .forEach(each -> findings.add(each.name()));
        if (report.protectedUsers().orElseThrow().isViolated()) {
            findings.add("protected");
        }
        return findings;
    }

    static Stream<Corruption> corruptions() {
        return Stream.of(
                // Rows that are not there, or should not be.
                gone("a user", "missing users", "users", "1:9"),
                gone("a session", "missing completed_sessions", "completed_sessions", "2:2"),
                gone("an item of a group", "missing drill_group_items", "drill_group_items", "5:3"),
                gone("the last child of a user", "missing password_reset_codes", "password_reset_codes", "11:2"),
                new Corruption(
                        "a whole user with its ledger entries is missing",
                        "missing users",
                        "DELETE FROM users WHERE id = {1:9}; DELETE FROM progress_history WHERE id = {8:3};"
                                + " DELETE FROM changeover.migrated_row WHERE v1_user_id = 9;"
                                + " DELETE FROM changeover.v1_user WHERE v1_user_id = 9"),
                new Corruption(
                        "a row and its pair are missing",
                        "missing refresh_tokens",
                        "DELETE FROM refresh_tokens WHERE id = {10:2};"
                                + " DELETE FROM changeover.migrated_row WHERE table_number = 10 AND v1_id = 2"),
                new Corruption(
                        "a row of V1 that is gone is still in V2",
                        "extra saved_filters",
                        "INSERT INTO saved_filters (user_id, client_id) VALUES ({1:1}, 'stale-client')"),
                doubled("a session", "extra completed_sessions", "completed_sessions", "2:1"),
                doubled("an ordered drill", "extra ordered_session_drills", "ordered_session_drills", "7:1"),
                doubled("a group", "extra drill_groups", "drill_groups", "4:1"),
                new Corruption(
                        "a second progress row",
                        "one-progress-row-per-user",
                        "ALTER TABLE progress_history DROP CONSTRAINT progress_history_user_id_key;"
                                + " INSERT INTO progress_history (user_id) VALUES ({1:1})"),
                new Corruption(
                        "two pairs share one row, and the other row is gone",
                        "doubled drill_group_items",
                        "DELETE FROM drill_group_items WHERE id = {5:2};"
                                + " UPDATE changeover.migrated_row SET v2_id = {5:1} WHERE table_number = 5 AND v1_id = 2"),
                new Corruption(
                        "the stale user is still there",
                        "replaced-user-is-gone",
                        "INSERT INTO users (id, first_name) VALUES (102, 'Ada')"),
                new Corruption(
                        "a user of V2 has a migrated user's email but for case",
                        "value users email",
                        "UPDATE users SET email = 'BO_%@example.org' WHERE id = {1:2}"),
                new Corruption(
                        "the ledger says that an eligible user was skipped",
                        "missing users",
                        "UPDATE changeover.v1_user SET outcome = 'skipped' WHERE v1_user_id = 9"),
                new Corruption(
                        "the ledger says quarantined, and quarantine knows nothing",
                        "ledger users",
                        "UPDATE changeover.v1_user SET outcome = 'quarantined' WHERE v1_user_id = 9"),
                new Corruption(
                        "the ledger names another V2 user",
                        "ledger users",
                        "UPDATE changeover.v1_user SET target_user_id = 101 WHERE v1_user_id = 9"),
                new Corruption(
                        "a row that waits for its drill is in no quarantine",
                        "ledger ordered_session_drills",
                        "DELETE FROM changeover.quarantine WHERE reason = 'no-counterpart'"),
                new Corruption(
                        "quarantine says that a row waits for a drill that V2 has",
                        "ledger ordered_session_drills",
                        "INSERT INTO changeover.quarantine (v1_user_id, table_name, v1_id, kind, reason, detail)"
                                + " VALUES (1, 'ordered_session_drills', 1, 'row', 'waiting-for-drill', '')"),
                new Corruption(
                        "a row whose drill V2 has hides behind quarantine",
                        "value ordered_session_drills sets_done",
                        "UPDATE ordered_session_drills SET sets_done = 7 WHERE id = {7:1};"
                                + " INSERT INTO changeover.quarantine (v1_user_id, table_name, v1_id, kind, reason, detail)"
                                + " VALUES (1, 'ordered_session_drills', 1, 'row', 'no-counterpart', '')"),
                // NULL, empty, and other small differences of one value.
                value("NULL became empty", "users", "last_name", "''", "1:2"),
                value("empty became NULL", "users", "primary_goal", "NULL", "1:2"),
                value("a trailing blank", "users", "first_name", "first_name || ' '", "1:1"),
                value("a stale password", "users", "hashed_password", "'hash-old'", "1:1"),
                value("an email in lower case", "users", "email", "lower(email)", "1:1"),
                value("one microsecond", "completed_sessions", "date", "date + interval '1 microsecond'", "2:1"),
                value("infinity lost", "completed_sessions", "date", "NULL", "2:3"),
                value("minus infinity turned", "completed_sessions", "date", "'infinity'", "2:4"),
                value("another session type", "completed_sessions", "session_type", "'mental_training'", "2:2"),
                value("a duration appeared", "completed_sessions", "duration_minutes", "0", "2:2"),
                value("a count off by one", "completed_sessions", "total_drills", "total_drills + 1", "2:1"),
                value(
                        "a number's lexeme in JSON",
                        "completed_sessions",
                        "drills",
                        "replace(drills::text, '1.50', '1.5')::json",
                        "2:1"),
                value("white space in JSON", "users", "playstyle", "'{\"b\":1,\"a\":2}'", "1:1"),
                value("the key order of JSON", "users", "playstyle", "'{\"a\":2, \"b\":1}'", "1:1"),
                value("minus zero in JSON", "users", "playstyle", "'[1.50, 1E2, 0]'", "1:2"),
                value("JSON null in place of NULL", "users", "biggest_challenge", "'null'", "1:2"),
                value(
                        "the uuid of another drill",
                        "completed_sessions",
                        "drills",
                        "replace(drills::text, 'aaaaaaaa-0000-0000-0000-000000000001',"
                                + " 'aaaaaaaa-0000-0000-0000-000000000003')::json",
                        "2:1"),
                value(
                        "an unknown uuid of a right title",
                        "completed_sessions",
                        "drills",
                        "replace(drills::text, 'aaaaaaaa-0000-0000-0000-000000000001',"
                                + " 'aaaaaaaa-0000-0000-0000-000000000009')::json",
                        "2:1"),
                value("an entry was left out", "completed_sessions", "drills", "'[]'", "2:5"),
                value("a session lost its drills", "completed_sessions", "drills", "NULL", "2:4"),
                value("a value inside jsonb", "session_preferences", "target_skills", "'{\"b\": [1.50, 3]}'", "3:1"),
                value(
                        "NULL in an array became text",
                        "session_preferences",
                        "available_equipment",
                        "'{ball,\"NULL\",\"a b\",\"\"}'",
                        "3:1"),
                value("an empty array became NULL", "session_preferences", "available_equipment", "NULL", "3:3"),
                value("a default in place of NULL", "session_preferences", "created_at", "now()", "3:2"),
                value("a flag turned", "drill_groups", "is_liked_group", "NOT is_liked_group", "4:2"),
                value(
                        "the uuid of another drill in a group",
                        "drill_group_items",
                        "drill_uuid",
                        "'aaaaaaaa-0000-0000-0000-000000000003'",
                        "5:1"),
                value(
                        "an ordered drill that V2 does not know",
                        "ordered_session_drills",
                        "drill_uuid",
                        "'aaaaaaaa-0000-0000-0000-000000000009'",
                        "7:1"),
                value("sets done NULL again", "ordered_session_drills", "sets_done", "NULL", "7:1"),
                value("a metric off by one", "progress_history", "completed_sessions_count", "4", "8:1"),
                value("an average off by a tenth", "progress_history", "drills_per_session", "1.2", "8:1"),
                value(
                        "V1's count in place of the computed one",
                        "progress_history",
                        "completed_sessions_count",
                        "5",
                        "8:3"),
                value("a skill off by one", "progress_history", "dribbling_drills_completed", "2", "8:1"),
                value("another favorite", "progress_history", "favorite_drill", "''", "8:1"),
                value("a streak NULL again", "progress_history", "highest_streak", "NULL", "8:1"),
                value("a token of another time", "refresh_tokens", "token", "'token-old'", "10:1"),
                value("a revoked token", "refresh_tokens", "is_revoked", "true", "10:1"),
                value("a code used", "password_reset_codes", "is_used", "NULL", "11:1"),
                // Parents.
                new Corruption(
                        "a session hangs on another migrated user",
                        "parent completed_sessions user_id",
                        "UPDATE completed_sessions SET user_id = {1:2} WHERE id = {2:1}"),
                new Corruption(
                        "a session hangs on an Android user",
                        "parent completed_sessions user_id",
                        "UPDATE completed_sessions SET user_id = 101 WHERE id = {2:1}"),
                new Corruption(
                        "a session hangs on nobody",
                        "parent completed_sessions user_id",
                        "UPDATE completed_sessions SET user_id = NULL WHERE id = {2:1}"),
                new Corruption(
                        "two groups with one name have swapped their items",
                        "parent drill_group_items drill_group_id",
                        "UPDATE drill_group_items SET drill_group_id = CASE drill_group_id WHEN {4:1} THEN {4:2} ELSE {4:1} END"
                                + " WHERE drill_group_id IN ({4:1}, {4:2})"),
                new Corruption(
                        "a token hangs on a user that is not there",
                        "nothing-references-a-missing-row",
                        "UPDATE refresh_tokens SET user_id = 4711 WHERE id = {10:3}"),
                new Corruption(
                        "a row of V2's own hangs on a user that is not there",
                        "nothing-references-a-missing-row",
                        "UPDATE mental_training_sessions SET user_id = 102 WHERE id = 601"),
                // What is not ours.
                writtenBySink("a protected user", "UPDATE users SET hashed_password = 'hash-1' WHERE id = 101"),
                writtenBySink("a protected user's item", "UPDATE drill_group_items SET position = 1 WHERE id = 801"),
                writtenBySink("a user who signed up later", "INSERT INTO users (email) VALUES ('later@example.org')"),
                new Corruption(
                        "the sink deleted a protected user",
                        "protected",
                        "DELETE FROM users WHERE id = 103;"
                                + " INSERT INTO changeover.deleted_row VALUES ('users', 103, 1, pg_current_xact_id())"));
    }

    private static Corruption gone(String what, String finding, String table, String row) {
        return new Corruption(what + " is missing", finding, "DELETE FROM " + table + " WHERE id = {" + row + "}");
    }

    private static Corruption doubled(String what, String finding, String table, String row) {
        return new Corruption(
                what + " is there twice",
                finding,
                "CREATE TEMP TABLE twin AS SELECT * FROM " + table + " WHERE id = {" + row + "};"
                        + " UPDATE twin SET id = 99999; INSERT INTO " + table + " SELECT * FROM twin");
    }

    private static Corruption value(String what, String table, String column, String value, String row) {
        return new Corruption(
                what,
                "value " + table + " " + column,
                "UPDATE " + table + " SET " + column + " = " + value + " WHERE id = {" + row + "}");
    }

    private static Corruption writtenBySink(String what, String sql) {
        return new Corruption(
                what + " was written under a recorded transaction",
                "protected",
                "BEGIN; INSERT INTO changeover.sink_transaction VALUES (pg_current_xact_id(), 1); " + sql + "; COMMIT");
    }
}
