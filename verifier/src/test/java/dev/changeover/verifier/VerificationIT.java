package dev.changeover.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.local.Schemas;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.content.PipelinePosition;
import dev.changeover.verifier.report.ContentFinding;
import dev.changeover.verifier.report.FactFinding;
import dev.changeover.verifier.report.HtmlReport;
import dev.changeover.verifier.report.JsonReport;
import dev.changeover.verifier.report.Outcome;
import dev.changeover.verifier.report.TextReport;
import dev.changeover.verifier.report.Verdict;
import dev.changeover.verifier.report.VerificationReport;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a verification says of two quiet databases. */
class VerificationIT {
    private static MigratedPair pair;

    @BeforeAll
    static void migrate() throws Exception {
        pair = MigratedPair.start();
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @Test
    void aMatchWithQuarantinedUsersSaysSoInTheSameLine() throws Exception {
        VerificationReport report = Verification.run(VerifierConfig.quiet(pair.v1(), pair.copy("v2", "match")));

        assertThat(report.line())
                .startsWith("match at ")
                .contains("4 users")
                .contains("3 users in quarantine")
                .contains("2 rows held back")
                .doesNotContain("\n");
    }

    @Test
    void theOutcomesAddUpToV1sUsers() throws Exception {
        ContentFinding found = Verification.run(VerifierConfig.quiet(pair.v1(), pair.copy("v2", "outcomes")))
                .content()
                .orElseThrow();

        assertThat(found.v1Users()).isEqualTo(9);
        assertThat(found.of(Outcome.REPLACED)).isEqualTo(1);
        assertThat(found.of(Outcome.CREATED)).isEqualTo(3);
        assertThat(found.of(Outcome.SKIPPED)).isEqualTo(2);
        assertThat(found.of(Outcome.QUARANTINED)).isEqualTo(3);
        assertThat(found.of(Outcome.PENDING)).isZero();
    }

    @Test
    void everyFactIsLookedAtAndJsonThatTheServerCannotReadIsCounted() throws Exception {
        VerificationReport report = Verification.run(
                VerifierConfig.quiet(pair.v1(), pair.copy("v2", "facts")).withLevel(Level.INVARIANTS));

        assertThat(report.verdict()).isEqualTo(Verdict.MATCH);
        assertThat(report.invariants()).hasSize(9).allMatch(each -> each.status() == FactFinding.Status.PASS);
        assertThat(report.invariants())
                .filteredOn(each -> each.name().equals("session-totals-agree"))
                .allMatch(each -> each.finding().contains("; 1 with JSON the server cannot read"));
    }

    @Test
    void anEmptyTargetIsAMismatch() throws Exception {
        pair.server().createDatabase("empty_v2");
        try (Connection empty = pair.connect("empty_v2")) {
            Schemas.createV2(empty);
        }

        VerificationReport report = Verification.run(VerifierConfig.quiet(pair.v1(), pair.address("empty_v2")));

        assertThat(report.verdict()).isEqualTo(Verdict.MISMATCH);
        assertThat(report.content().orElseThrow().mismatches().total()).isEqualTo(7);
    }

    @Test
    void factsAboutATargetThatNothingWasMigratedToAreNoMatch() throws Exception {
        pair.createDatabases("idle_v1", "idle_v2");
        pair.corrupt(
                "idle_v2",
                "INSERT INTO users (id, email) VALUES (101, 'android@example.org');"
                        + " INSERT INTO progress_history (user_id) VALUES (101)");

        VerificationReport report =
                Verification.run(VerifierConfig.quiet(pair.address("idle_v1"), pair.address("idle_v2"))
                        .withLevel(Level.INVARIANTS));

        assertThat(report.invariants()).hasSize(9).allMatch(each -> each.status() == FactFinding.Status.PASS);
        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.line()).contains("nothing was migrated to the target");
    }

    @Test
    void onlyAV1WithoutAnEligibleUserIsInconclusive() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "nobody_v1");
        pair.corrupt("nobody_v1", "UPDATE users SET email = NULL");
        DatabaseAddress target = pair.copy("v2", "nobody_v2");
        pair.corrupt("nobody_v2", "DROP SCHEMA changeover CASCADE");

        VerificationReport report = Verification.run(VerifierConfig.quiet(v1, target));

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.line()).contains("no user with a usable email");
    }

    @Test
    void anUnreachableV1IsInconclusiveAndSaysWhy() throws Exception {
        VerificationReport report =
                Verification.run(VerifierConfig.quiet(pair.address("no_such_v1"), pair.copy("v2", "reachable")));

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.line()).contains("V1 could not be read").contains("V1_DATABASE_URL");
    }

    @Test
    void aRowThatIsHeldBackAsChangedInV2IsReportedApart() throws Exception {
        DatabaseAddress target = pair.copy("v2", "held");
        pair.corrupt(
                "held",
                "UPDATE drill_groups SET name = 'mine' WHERE id = {4:1};"
                        + " INSERT INTO changeover.quarantine (v1_user_id, table_name, v1_id, kind, reason, detail)"
                        + " VALUES (1, 'drill_groups', 1, 'row', 'changed-in-v2', '')");

        VerificationReport report = Verification.run(VerifierConfig.quiet(pair.v1(), target));

        assertThat(report.verdict()).isEqualTo(Verdict.MATCH);
        assertThat(report.content().orElseThrow().heldBack().listed())
                .anyMatch(each -> each.reason().equals("changed-in-v2") && each.v1Id() == 1);
    }

    @Test
    void aUserInQuarantineStaysAsItIsAndContradictsNoFactWhenADrillLeavesTheTarget() throws Exception {
        DatabaseAddress target = pair.copy("v2", "without_drill");
        pair.corrupt(
                "without_drill",
                "UPDATE ordered_session_drills SET drill_uuid = 'aaaaaaaa-0000-0000-0000-000000000009' WHERE id = {7:1}");
        VerifierConfig invariants = VerifierConfig.quiet(pair.v1(), target).withLevel(Level.INVARIANTS);
        assertThat(Verification.run(invariants).verdict()).isEqualTo(Verdict.MISMATCH);

        pair.corrupt(
                "without_drill",
                "UPDATE changeover.v1_user SET outcome = 'quarantined' WHERE v1_user_id = (SELECT v1_user_id FROM"
                        + " changeover.migrated_row WHERE table_number = 7 AND v1_id = 1)");

        assertThat(Verification.run(invariants).verdict()).isEqualTo(Verdict.MATCH);
    }

    @Test
    void whatReferencesAUserIsLookedAtByTheColumnThatItNames() throws Exception {
        DatabaseAddress target = pair.copy("v2", "referencing");
        VerifierConfig config = VerifierConfig.quiet(pair.v1(), target);
        String before = references(Verification.run(config));
        pair.corrupt(
                "referencing",
                "CREATE TABLE user_settings (user_id int PRIMARY KEY REFERENCES users);"
                        + " INSERT INTO user_settings VALUES (101), (103);"
                        + " CREATE TABLE devices (id uuid PRIMARY KEY, user_id int REFERENCES users);"
                        + " INSERT INTO devices VALUES ('aaaaaaaa-0000-0000-0000-0000000000d1', 101);"
                        + " CREATE TABLE letters (id varchar PRIMARY KEY, mail varchar REFERENCES users (email));"
                        + " INSERT INTO letters VALUES ('letter', 'android@example.org'), ('nobody''s', NULL);"
                        + " CREATE SCHEMA \"Odd's\"; CREATE TABLE \"Odd's\".visit (day date, \"User\" int REFERENCES users)"
                        + " PARTITION BY RANGE (day); CREATE TABLE visit_2026 PARTITION OF \"Odd's\".visit"
                        + " FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');"
                        + " INSERT INTO \"Odd's\".visit VALUES ('2026-05-01', 101)");

        VerificationReport whole = Verification.run(config);
        pair.corrupt(
                "referencing",
                "INSERT INTO user_settings VALUES (102);"
                        + " INSERT INTO devices VALUES ('aaaaaaaa-0000-0000-0000-0000000000d2', 102);"
                        + " INSERT INTO letters VALUES ('gone@example.org', 'gone@example.org');"
                        + " INSERT INTO \"Odd's\".visit VALUES ('2026-05-02', 102)");
        String broken = references(Verification.run(config.withLevel(Level.INVARIANTS)));

        assertThat(whole.verdict()).as(whole.line()).isEqualTo(Verdict.MATCH);
        assertThat(references(whole)).isEqualTo(looked(before) + 5 + " references looked at");
        assertThat(broken)
                .startsWith("4 of " + (looked(before) + 9) + " references contradict, V2 ids")
                .contains("\"Odd's\".\"visit\" (0,2), public.\"letters\" (0,3), ")
                .doesNotContain("example.org");
    }

    @Test
    void rowsWithReferencesThatLeadNowhereAreNamedInTheOrderOfTheirNumbers() throws Exception {
        DatabaseAddress target = pair.copy("v2", "ordered");
        pair.corrupt(
                "ordered",
                "INSERT INTO mental_training_sessions (id, user_id, duration_minutes)"
                        + " VALUES (1003, 102, 1), (98, 102, 1), (9, 102, 1); INSERT INTO drill_groups (id, user_id)"
                        + " VALUES (205, 102)");

        VerificationReport report =
                Verification.run(VerifierConfig.quiet(pair.v1(), target).withLevel(Level.INVARIANTS));

        assertThat(references(report)).endsWith("contradict, V2 ids 9, 98, 205, 1003");
    }

    private static String references(VerificationReport report) {
        return report.invariants().stream()
                .filter(each -> each.name().equals("nothing-references-a-missing-row"))
                .map(FactFinding::finding)
                .findFirst()
                .orElseThrow(() -> new AssertionError(report.line()));
    }

    private static long looked(String finding) {
        return Long.parseLong(finding.substring(0, finding.indexOf(' ')));
    }

    @Test
    void skillsAreTrimmedAndLowerCasedAsTheRulesDoIt() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "skills_v1");
        DatabaseAddress target = pair.copy("v2", "skills_v2");
        pair.corrupt(
                "skills_v1",
                "UPDATE completed_sessions SET drills = '[{\"skill\": \"\\u00a0First Touch\", \"difficulty\":"
                        + " \"\\u2003BEGINNER\"}, {\"skill\": \"dribbling\\u3000\"}, {\"skill\": \"vfitness\"},"
                        + " {\"skill\": \"GOAL\\u212Aeeping\"}, {\"skill\": \"\\u000bPassing\\u0085\"}]' WHERE id = 1");
        migrateAgain("skills_v1", "skills_v2", 1);

        VerificationReport report = Verification.run(VerifierConfig.quiet(v1, target));

        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.MATCH);
    }

    private static void migrateAgain(String v1Name, String targetName, long userId) throws Exception {
        try (Connection v1 = pair.connect(v1Name);
                Connection v2 = pair.connect(targetName)) {
            new TestMigrator(v1, v2).migrate(userId);
        }
    }

    @Test
    void rowsHiddenByRowLevelSecurityMakeTheVerdictInconclusive() throws Exception {
        DatabaseAddress target = pair.copy("v2", "hiding");
        pair.corrupt(
                "hiding",
                "CREATE ROLE half_blind; GRANT USAGE ON SCHEMA public, changeover TO half_blind;"
                        + " GRANT SELECT ON ALL TABLES IN SCHEMA public, changeover TO half_blind;"
                        + " ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY;"
                        + " CREATE POLICY most ON refresh_tokens USING (id <> 911)");
        DatabaseAddress halfBlind = new DatabaseAddress(
                target.host(),
                target.port(),
                target.database(),
                target.user(),
                target.password(),
                Map.of("options", "-c role=half_blind"));

        VerificationReport report = Verification.run(VerifierConfig.quiet(pair.v1(), halfBlind));

        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.line()).contains("the target could not be read").contains("row-level security");
    }

    @Test
    void aPipelineThatRefusesToBeAskedMakesTheVerdictInconclusiveAndSaysWhy() throws Exception {
        PipelinePosition refusing = (lsn, atMost) -> {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED, "V1 cannot be reached", "the connection was refused", "start V1"));
        };

        VerificationReport report = Verification.run(
                VerifierConfig.quiet(pair.v1(), pair.copy("v2", "refusing")).whileWritten(refusing, Patience.usual()));

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.line()).contains("V1 cannot be reached: the connection was refused; start V1");
    }

    @Test
    void aUserThatV1DeletedWaitsInQuarantineForNoReasonThatOnlyAUserOfV1CanHave() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "deleted_v1");
        pair.corrupt("deleted_v1", "DELETE FROM users WHERE id = 9; DELETE FROM progress_history WHERE user_id = 9");
        DatabaseAddress target = pair.copy("v2", "deleted_v2");
        pair.corrupt(
                "deleted_v2",
                "UPDATE changeover.v1_user SET outcome = 'quarantined' WHERE v1_user_id = 9;"
                        + " INSERT INTO changeover.quarantine (v1_user_id, kind, reason, detail)"
                        + " VALUES (9, 'user', 'deleted-in-v1', '')");

        VerificationReport waiting = Verification.run(VerifierConfig.quiet(v1, target));
        pair.corrupt("deleted_v2", "UPDATE changeover.quarantine SET reason = 'email-taken' WHERE v1_user_id = 9");
        VerificationReport forgotten = Verification.run(VerifierConfig.quiet(v1, target));

        assertThat(waiting.verdict()).as(waiting.line()).isEqualTo(Verdict.MATCH);
        assertThat(waiting.line()).contains("4 users in quarantine");
        assertThat(forgotten.verdict()).as(forgotten.line()).isEqualTo(Verdict.MISMATCH);
        assertThat(forgotten.content().orElseThrow().mismatches().listed())
                .extracting(each -> each.table() + " " + each.kind().code())
                .containsExactly("users extra", "progress_history extra");
    }

    @Test
    void rowsThatAreV2sOwnAreNoExtras() throws Exception {
        DatabaseAddress target = pair.copy("v2", "own");
        pair.corrupt(
                "own",
                "INSERT INTO completed_sessions (user_id, session_type) VALUES ({1:2}, 'mental_training');"
                        + " INSERT INTO users (email) VALUES ('signed-up-later@example.org')");

        assertThat(Verification.run(VerifierConfig.quiet(pair.v1(), target)).verdict())
                .isEqualTo(Verdict.MATCH);
    }

    @Test
    void aProtectedUserThatLeftByItselfIsShownAndIsNoMismatch() throws Exception {
        DatabaseAddress target = pair.copy("v2", "departed");
        pair.corrupt("departed", "DELETE FROM users WHERE id = 103");

        VerificationReport report = Verification.run(VerifierConfig.quiet(pair.v1(), target));

        assertThat(report.verdict()).isEqualTo(Verdict.MATCH);
        assertThat(report.line()).contains("1 protected users of the baseline gone, not by the sink");
    }

    @Test
    void aProtectedRowWhoseForeignKeyFollowedAReplacedUserIsNoMismatch() throws Exception {
        DatabaseAddress target = pair.copy("v2", "invited");
        pair.corrupt(
                "invited",
                "ALTER TABLE users ADD invited_by int REFERENCES users;"
                        + " UPDATE users SET invited_by = 102 WHERE id IN (101, 103, 104)");
        pair.corrupt(
                "invited",
                "BEGIN; INSERT INTO changeover.sink_transaction VALUES (pg_current_xact_id(), 1);"
                        + " INSERT INTO changeover.before_image"
                        + " (v1_user_id, table_name, target_row_id, image, reason, transaction)"
                        + " SELECT 1, 'users', t.id, t::text, 'repointed', pg_current_xact_id() FROM users t"
                        + " WHERE t.invited_by = 102;"
                        + " UPDATE users SET invited_by = {1:1} WHERE invited_by = 102; COMMIT");

        VerificationReport report = Verification.run(VerifierConfig.quiet(pair.v1(), target));

        assertThat(report.protectedUsers().orElseThrow().rowsWrittenBySink()).isZero();
        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.MATCH);
    }

    @Test
    void aRecordedTransactionWithTheSameLowerHalfInAnotherEpochIsNotTheWriter() throws Exception {
        DatabaseAddress target = pair.copy("v2", "epochs");
        pair.corrupt(
                "epochs",
                "UPDATE users SET first_name = 'Andy' WHERE id = 101;"
                        + " INSERT INTO changeover.sink_transaction"
                        + " SELECT (xmin::text::bigint + 4294967296)::text::xid8, 1 FROM users WHERE id = 101");

        VerificationReport report = Verification.run(VerifierConfig.quiet(pair.v1(), target));

        assertThat(report.protectedUsers().orElseThrow().transactionsOutsideWindow())
                .isZero();
        assertThat(report.verdict()).isEqualTo(Verdict.MATCH);
    }

    @Test
    void countsSeeAMissingRowAndNoValue() throws Exception {
        DatabaseAddress target = pair.copy("v2", "counts");
        VerifierConfig counts = VerifierConfig.quiet(pair.v1(), target).withLevel(Level.COUNTS);
        pair.corrupt("counts", "UPDATE users SET first_name = 'other' WHERE id = {1:2}");

        assertThat(Verification.run(counts).verdict()).isEqualTo(Verdict.MATCH);

        pair.corrupt("counts", "DELETE FROM refresh_tokens WHERE id = {10:1}");

        assertThat(Verification.run(counts).verdict()).isEqualTo(Verdict.MISMATCH);
    }

    @Test
    void looksAtTheUsersThatWereNamedAndAtNoOther() throws Exception {
        DatabaseAddress target = pair.copy("v2", "named");
        pair.corrupt("named", "UPDATE users SET first_name = 'other' WHERE id = {1:2}");
        VerifierConfig config = VerifierConfig.quiet(pair.v1(), target);

        VerificationReport ada = Verification.run(config.withEmails(List.of("ADA@example.org")));
        VerificationReport bo = Verification.run(config.withEmails(List.of("bo_%@example.org")));
        VerificationReport nobody = Verification.run(config.withEmails(List.of("boX@example.org")));

        assertThat(ada.verdict()).isEqualTo(Verdict.MATCH);
        assertThat(ada.content().orElseThrow().v1Users()).isEqualTo(1);
        assertThat(bo.verdict()).isEqualTo(Verdict.MISMATCH);
        assertThat(nobody.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void noReportHoldsAnEmailATokenOrAnyOtherValue() throws Exception {
        DatabaseAddress target = pair.copy("v2", "secrets");
        pair.corrupt(
                "secrets",
                "UPDATE users SET hashed_password = 'hash-old', first_name = 'other'; UPDATE refresh_tokens SET token ="
                        + " token || '-old'; DELETE FROM completed_sessions");

        VerificationReport report = Verification.run(VerifierConfig.quiet(pair.v1(), target));

        String printed = JsonReport.of(report) + TextReport.of(report) + HtmlReport.of(report);
        assertThat(report.verdict()).isEqualTo(Verdict.MISMATCH);
        assertThat(printed)
                .doesNotContain("example.org")
                .doesNotContain("hash-")
                .doesNotContain("token-")
                .doesNotContain("client-")
                .doesNotContain("L-drags")
                .doesNotContain("Android");
    }
}
