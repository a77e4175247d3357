package dev.changeover.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.verifier.report.FactFinding;
import dev.changeover.verifier.report.ProtectedFinding;
import dev.changeover.verifier.report.VerificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The matrix of docs/verification.md, row by row and in both directions: what a check sees, and what it does not. */
class WhatEachCheckSeesIT {
    private static final Path PAGE = Path.of("../docs/verification.md");
    private static final String HEAD = "| corruption | counts | content | invariants | protected users |";
    private static MigratedPair pair;

    private enum Check {
        COUNTS(1),
        CONTENT(2),
        INVARIANTS(3),
        PROTECTED(4);

        private final int column;

        /** @param column of the page's table, its first being 0 */
        Check(int column) {
            this.column = column;
        }
    }

    /** @param row the first cell of its line in the page */
    record Blow(String row, String sql, Set<Check> seenBy) {
        @Override
        public String toString() {
            return row;
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

    @ParameterizedTest
    @MethodSource("blows")
    void isSeenByTheChecksThatThePageNamesAndByNoOther(Blow blow) throws Exception {
        DatabaseAddress target = pair.copy("v2", "struck");
        pair.corrupt("struck", blow.sql());

        assertThat(seenBy(target)).isEqualTo(blow.seenBy());
        assertThat(seenByAsThePageSays(blow.row())).isEqualTo(blow.seenBy());
    }

    @Test
    void thePageHasNoOtherRow() throws Exception {
        assertThat(rows().stream().map(cells -> cells.get(0)))
                .containsExactlyInAnyOrderElementsOf(blows().map(Blow::row).toList());
    }

    private static Set<Check> seenBy(DatabaseAddress target) throws InterruptedException {
        VerifierConfig config = VerifierConfig.quiet(pair.v1(), target);
        VerificationReport content = Verification.run(config.withLevel(Level.CONTENT));
        Set<Check> seen = EnumSet.noneOf(Check.class);
        if (differs(Verification.run(config.withLevel(Level.COUNTS)))) {
            seen.add(Check.COUNTS);
        }
        if (differs(content)) {
            seen.add(Check.CONTENT);
        }
        if (Verification.run(config.withLevel(Level.INVARIANTS)).invariants().stream()
                .anyMatch(each -> each.status() == FactFinding.Status.FAIL)) {
            seen.add(Check.INVARIANTS);
        }
        if (content.protectedUsers().map(ProtectedFinding::isViolated).orElse(false)) {
            seen.add(Check.PROTECTED);
        }
        return seen;
    }

    private static boolean differs(VerificationReport report) {
        return !report.content().orElseThrow().mismatches().isEmpty();
    }

    private static Set<Check> seenByAsThePageSays(String row) throws IOException {
        List<String> cells = rows().stream()
                .filter(each -> each.get(0).equals(row))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The page has no row: " + row));
        Set<Check> seen = EnumSet.noneOf(Check.class);
        for (Check check : Check.values()) {
            String cell = cells.get(check.column);
            assertThat(cell).isIn("yes", "**no**");
            if (cell.equals("yes")) {
                seen.add(check);
            }
        }
        return seen;
    }

    /** The cells of the matrix's lines, below its head. */
    private static List<List<String>> rows() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<List<String>> rows = new ArrayList<>();
        for (int i = lines.indexOf(HEAD) + 2; lines.get(i).startsWith("|"); i++) {
            rows.add(Stream.of(lines.get(i).substring(2).split("\\s*\\|\\s*")).toList());
        }
        return rows;
    }

    static Stream<Blow> blows() {
        Set<Check> rows = EnumSet.of(Check.COUNTS, Check.CONTENT);
        Set<Check> values = EnumSet.of(Check.CONTENT);
        Set<Check> valuesAndFacts = EnumSet.of(Check.CONTENT, Check.INVARIANTS);
        Set<Check> facts = EnumSet.of(Check.INVARIANTS);
        Set<Check> all = EnumSet.of(Check.COUNTS, Check.CONTENT, Check.INVARIANTS);
        Set<Check> others = EnumSet.of(Check.PROTECTED);
        Set<Check> nothing = EnumSet.noneOf(Check.class);
        return Stream.of(
                new Blow("a row is missing", "DELETE FROM refresh_tokens WHERE id = {10:2}", rows),
                new Blow(
                        "a session is missing, which the user's metrics count",
                        "DELETE FROM completed_sessions WHERE id = {2:2}",
                        all),
                new Blow(
                        "a row too many",
                        "INSERT INTO saved_filters (user_id, client_id) VALUES ({1:1}, 'stale')",
                        rows),
                new Blow(
                        "two entries of the ledger for one row",
                        "DELETE FROM drill_group_items WHERE id = {5:2}; UPDATE changeover.migrated_row SET v2_id = {5:1}"
                                + " WHERE table_number = 5 AND v1_id = 2",
                        rows),
                new Blow(
                        "a row of another user", "UPDATE completed_sessions SET user_id = {1:2} WHERE id = {2:1}", all),
                new Blow(
                        "another value, NULL in place of empty, one microsecond, a byte of JSON",
                        "UPDATE completed_sessions SET date = date + interval '1 microsecond' WHERE id = {2:1}",
                        values),
                new Blow(
                        "the uuid of another drill in a session",
                        "UPDATE completed_sessions SET drills = replace(drills::text, 'aaaaaaaa-0000-0000-0000-000000000001',"
                                + " 'aaaaaaaa-0000-0000-0000-000000000003')::json WHERE id = {2:1}",
                        valuesAndFacts),
                new Blow(
                        "a uuid that V2 does not know in a session, of a name that V2 spells otherwise",
                        "UPDATE completed_sessions SET drills = replace(drills::text, 'aaaaaaaa-0000-0000-0000-000000000002',"
                                + " 'aaaaaaaa-0000-0000-0000-000000000009')::json WHERE id = {2:2}",
                        valuesAndFacts),
                new Blow(
                        "an ordered drill that V2 does not know",
                        "UPDATE ordered_session_drills SET drill_uuid = 'aaaaaaaa-0000-0000-0000-000000000009' WHERE id = {7:1}",
                        valuesAndFacts),
                new Blow(
                        "the uuid of another drill in a group or an ordered session",
                        "UPDATE drill_group_items SET drill_uuid = 'aaaaaaaa-0000-0000-0000-000000000003' WHERE id = {5:1}",
                        values),
                new Blow(
                        "a wrong metric: count, time, averages, skills, difficulties, distinct titles",
                        "UPDATE progress_history SET dribbling_drills_completed = 2 WHERE id = {8:1}",
                        valuesAndFacts),
                new Blow(
                        "a wrong metric: favorite drill, most improved skill, streaks",
                        "UPDATE progress_history SET favorite_drill = '', highest_streak = NULL WHERE id = {8:1}",
                        values),
                new Blow("a stale user left behind", "INSERT INTO users (id, first_name) VALUES (102, 'Ada')", facts),
                new Blow(
                        "a reference to a user who is gone, in a table outside the plan",
                        "UPDATE mental_training_sessions SET user_id = 102 WHERE id = 601",
                        facts),
                new Blow(
                        "another value in a table or a column outside the plan",
                        "UPDATE mental_training_sessions SET duration_minutes = 11 WHERE id = 601",
                        nothing),
                new Blow(
                        "a row that is in quarantine, or that belongs to a user who is",
                        "UPDATE drill_groups SET name = 'mine' WHERE id = {4:1}; INSERT INTO changeover.quarantine"
                                + " (v1_user_id, table_name, v1_id, kind, reason, detail)"
                                + " VALUES (1, 'drill_groups', 1, 'row', 'changed-in-v2', '')",
                        nothing),
                new Blow(
                        "a row that waits for its drill and is in no quarantine",
                        "DELETE FROM changeover.quarantine WHERE reason = 'no-counterpart'",
                        rows),
                new Blow(
                        "a row in quarantine for want of a drill that V2 has",
                        "INSERT INTO changeover.quarantine (v1_user_id, table_name, v1_id, kind, reason, detail)"
                                + " VALUES (1, 'ordered_session_drills', 1, 'row', 'no-counterpart', '')",
                        values),
                new Blow(
                        "a migrated user and a protected one share an identity",
                        "UPDATE users SET email = 'BO_%@example.org' WHERE id = 101",
                        nothing),
                new Blow(
                        "a protected row that the sink wrote last",
                        sinkWrites("UPDATE drill_group_items SET position = 1 WHERE id = 801"),
                        others),
                new Blow(
                        "such a row that somebody wrote to afterwards",
                        sinkWrites("UPDATE drill_group_items SET position = 1 WHERE id = 801")
                                + "; UPDATE drill_group_items SET position = 2 WHERE id = 801",
                        nothing),
                new Blow(
                        "a protected row that the sink wrote after it had re-pointed it to a replaced user's new row",
                        sinkRepoints("drill_groups", 701) + "; "
                                + sinkWrites("UPDATE drill_groups SET name = 'other' WHERE id = 701"),
                        others),
                new Blow(
                        "a protected row beside one with the same id that the sink re-pointed",
                        sinkRepoints("drill_groups", 801, "UPDATE drill_group_items SET position = 1 WHERE id = 801"),
                        others),
                new Blow(
                        "a protected row that is written otherwise in the very transaction that re-points it",
                        sinkRepoints("drill_groups", 701, "UPDATE drill_groups SET name = 'other' WHERE id = 701"),
                        nothing),
                new Blow(
                        "a protected user deleted by the sink",
                        "DELETE FROM users WHERE id = 103; INSERT INTO changeover.deleted_row VALUES ('users', 103, 1,"
                                + " pg_current_xact_id())",
                        others),
                new Blow(
                        "a row of a protected user deleted by the sink",
                        sinkWrites(
                                "DELETE FROM refresh_tokens WHERE id = 911; INSERT INTO changeover.deleted_row VALUES"
                                        + " ('refresh_tokens', 911, 1, pg_current_xact_id())"),
                        nothing),
                new Blow("a protected user who left without the sink", "DELETE FROM users WHERE id = 103", nothing),
                new Blow(
                        "a row written 2³² transactions ago or more",
                        "UPDATE users SET first_name = 'Andy' WHERE id = 101; INSERT INTO changeover.sink_transaction"
                                + " SELECT (xmin::text::bigint + 4294967296)::text::xid8, 1 FROM users WHERE id = 101",
                        nothing),
                new Blow(
                        "a write that the sink did not record",
                        "UPDATE users SET hashed_password = 'hash-1' WHERE id = 101",
                        nothing));
    }

    /** Says of a row that its foreign key is re-pointed, and writes it so that nothing else changes. */
    private static String sinkRepoints(String table, int id) {
        return sinkRepoints(table, id, "UPDATE " + table + " SET id = id WHERE id = " + id);
    }

    private static String sinkRepoints(String table, int id, String sql) {
        return sinkWrites("INSERT INTO changeover.before_image (v1_user_id, table_name, target_row_id, image, reason,"
                + " transaction) VALUES (1, '" + table + "', " + id + ", '', 'repointed', pg_current_xact_id()); "
                + sql);
    }

    private static String sinkWrites(String sql) {
        return "BEGIN; INSERT INTO changeover.sink_transaction VALUES (pg_current_xact_id(), 1); " + sql + "; COMMIT";
    }
}
