package dev.changeover.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.content.PipelinePosition;
import dev.changeover.verifier.content.PipelinePosition.Answer;
import dev.changeover.verifier.report.ContentFinding;
import dev.changeover.verifier.report.FactFinding;
import dev.changeover.verifier.report.Verdict;
import dev.changeover.verifier.report.VerificationReport;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** V1 is written to while the verification looks: a difference is a suspicion until the pipeline has passed it. */
class UnderLiveWritesIT {
    private static final Patience PATIENCE = new Patience(4, Duration.ofSeconds(5));
    private static final String RENAMED_DRILL = "UPDATE drills SET title = 'Another' WHERE title = 'L-drags'";
    private static final String ONE_SESSION_TOO_MANY =
            "UPDATE progress_history SET completed_sessions_count = completed_sessions_count + 1 WHERE id = {8:3}";
    private static final String ONE_SESSION_LESS =
            "UPDATE progress_history SET completed_sessions_count = completed_sessions_count - 1 WHERE id = {8:3}";
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
    void aChangeThatIsStillUnderWayIsNoMismatch() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "way_v1");
        DatabaseAddress target = pair.copy("v2", "way_v2");
        pair.corrupt(
                "way_v1",
                "UPDATE users SET first_name = 'Bob' WHERE id = 2; DELETE FROM drill_group_items WHERE id = 5");

        VerificationReport report = Verification.run(
                VerifierConfig.quiet(v1, target).whileWritten(delivering("way_v1", "way_v2", 2), PATIENCE));

        ContentFinding found = report.content().orElseThrow();
        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.MATCH);
        assertThat(found.usersCompared()).isEqualTo(4);
        assertThat(report.lsn()).isPresent();
        assertThat(report.lsn().get()).isGreaterThanOrEqualTo(report.fromLsn().orElseThrow());
    }

    @Test
    void whatDiffersAfterThePipelineHasPassedIsAMismatch() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "wrong_v1");
        DatabaseAddress target = pair.copy("v2", "wrong_v2");
        pair.corrupt("wrong_v2", "UPDATE users SET first_name = 'Bob' WHERE id = {1:2}");

        VerificationReport report = Verification.run(
                VerifierConfig.quiet(v1, target).whileWritten((lsn, atMost) -> new Answer.Passed(), PATIENCE));

        assertThat(report.verdict()).isEqualTo(Verdict.MISMATCH);
        assertThat(report.content().orElseThrow().mismatches().listed())
                .singleElement()
                .matches(each -> each.v1UserId() == 2 && "first_name".equals(each.column()));
    }

    @Test
    void aUserWhoNeverStopsChangingIsReportedAsSuch() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "busy_v1");
        DatabaseAddress target = pair.copy("v2", "busy_v2");
        PipelinePosition busy = (lsn, atMost) -> {
            change("busy_v1", "UPDATE users SET first_name = first_name || '!' WHERE id = 2");
            return new Answer.Passed();
        };

        VerificationReport report =
                Verification.run(VerifierConfig.quiet(v1, target).whileWritten(busy, PATIENCE));

        assertThat(report.content().orElseThrow().changing().listed()).containsExactly(2L);
        assertThat(report.content().orElseThrow().mismatches().total()).isZero();
        assertThat(report.content().orElseThrow().v1Users()).isEqualTo(9);
        assertThat(report.line()).contains("1 users kept changing and are not verified");
    }

    @Test
    void aValueThatCameAndWentBackIsSeenAsAChange() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "back_v1");
        DatabaseAddress target = pair.copy("v2", "back_v2");
        pair.corrupt("back_v2", "UPDATE users SET first_name = 'Bob' WHERE id = {1:2}");
        PipelinePosition flipping = (lsn, atMost) -> {
            change("back_v1", "UPDATE users SET first_name = 'Bob' WHERE id = 2");
            change("back_v1", "UPDATE users SET first_name = 'Bo' WHERE id = 2");
            return new Answer.Passed();
        };

        VerificationReport report =
                Verification.run(VerifierConfig.quiet(v1, target).whileWritten(flipping, PATIENCE));

        assertThat(report.content().orElseThrow().mismatches().total()).isZero();
        assertThat(report.content().orElseThrow().changing().total()).isEqualTo(1);
    }

    @Test
    void aStalledPipelineMakesItInconclusiveAndNamesTheStage() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "stalled_v1");
        DatabaseAddress target = pair.copy("v2", "stalled_v2");
        pair.corrupt("stalled_v1", "UPDATE users SET first_name = 'Bob' WHERE id = 2");

        VerificationReport report = Verification.run(VerifierConfig.quiet(v1, target)
                .whileWritten((lsn, atMost) -> new Answer.Stalled("sink", "the target is read-only"), PATIENCE));

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.line()).contains("stalled in sink: the target is read-only");
        assertThat(report.content().orElseThrow().mismatches().total()).isZero();
    }

    @Test
    void aStalledPipelineChangesNothingWhenEverythingIsEqual() throws Exception {
        VerificationReport report =
                Verification.run(VerifierConfig.quiet(pair.copy("v1", "equal_v1"), pair.copy("v2", "equal_v2"))
                        .whileWritten((lsn, atMost) -> new Answer.Stalled("capture", "stopped"), PATIENCE));

        assertThat(report.verdict()).isEqualTo(Verdict.MATCH);
    }

    @Test
    void v1UnreachableInTheMiddleIsInconclusive() throws Exception {
        DatabaseAddress target = pair.copy("v2", "middle_v2");
        pair.corrupt("middle_v2", "UPDATE users SET first_name = 'Bob' WHERE id = {1:2}");
        DatabaseAddress v1 = pair.copy("v1", "middle_v1");
        int[] asked = {0};
        PipelinePosition cutting = (lsn, atMost) -> {
            if (++asked[0] == 2) {
                change("postgres", "ALTER DATABASE middle_v1 RENAME TO middle_v1_away");
            }
            return new Answer.Passed();
        };

        VerificationReport report =
                Verification.run(VerifierConfig.quiet(v1, target).whileWritten(cutting, PATIENCE));

        assertThat(asked[0]).isEqualTo(2);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.verdict().exitCode()).isEqualTo(5);
        assertThat(report.line()).contains("V1 could not be read");
    }

    @Test
    void aDrillThatChangedInTheTargetMakesSuspectsUntilItsUsersAreWrittenAgain() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "drill_v1");
        DatabaseAddress target = pair.copy("v2", "drill_v2");
        pair.corrupt("drill_v2", RENAMED_DRILL);
        VerifierConfig config = VerifierConfig.quiet(v1, target);
        assertThat(Verification.run(config.withLevel(Level.INVARIANTS)).verdict())
                .isEqualTo(Verdict.MISMATCH);

        VerificationReport report =
                Verification.run(config.whileWritten(delivering("drill_v1", "drill_v2", 1, 2, 6, 9), PATIENCE));

        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.MATCH);
    }

    @Test
    void aFactAboutDrillsIsSettledOnlyWhenThePipelineHasSeenTheDrills() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "fact_v1");
        DatabaseAddress target = pair.copy("v2", "fact_v2");
        pair.corrupt("fact_v2", RENAMED_DRILL);
        VerifierConfig config = VerifierConfig.quiet(v1, target).withLevel(Level.INVARIANTS);

        VerificationReport late = Verification.run(
                config.whileWritten((lsn, atMost) -> new Answer.Stalled("sink", "it cannot publish"), PATIENCE));
        VerificationReport seen = Verification.run(config.whileWritten((lsn, atMost) -> new Answer.Passed(), PATIENCE));

        assertThat(late.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(late.line()).contains("facts that are contradicted could not be settled", "stalled in sink");
        assertThat(seen.verdict()).isEqualTo(Verdict.MISMATCH);
    }

    /** Of a session that moves, one of two users has been written, and the other has not. */
    @Test
    void aSessionOnItsWayToAnotherUserViolatesNoFact() throws Exception {
        VerificationReport report = factsOf(ONE_SESSION_TOO_MANY, "moving", target -> strike(target, ONE_SESSION_LESS));

        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.MATCH);
    }

    @Test
    void whatContradictsAFactAnewAtEachLookIsNeitherAMatchNorAMismatch() throws Exception {
        VerificationReport report = factsOf(ONE_SESSION_TOO_MANY, "anew", target -> {
            strike(target, ONE_SESSION_LESS);
            strike(target, ONE_SESSION_TOO_MANY);
        });

        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.line()).contains("at every look something had been written to them");
    }

    @Test
    void whatContradictsAFactInTheSameWayAfterThePipelineHasPassedIsAMismatch() throws Exception {
        VerificationReport report = factsOf(
                ONE_SESSION_TOO_MANY,
                "stays",
                target -> change(target, "UPDATE users SET first_name = first_name || '!'"));

        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.MISMATCH);
        assertThat(violated(report)).containsExactly("session-count-agrees");
    }

    @Test
    void aFactThatNoRowCanBeUnderWayToContradictIsViolatedAlsoWhenThePipelineStandsStill() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "still_v1");
        DatabaseAddress target = pair.copy("v2", "still_v2");
        pair.corrupt("still_v2", ONE_SESSION_TOO_MANY);
        pair.corrupt("still_v2", "UPDATE session_preferences SET user_id = 987654 WHERE id = {3:1}");

        VerificationReport report = Verification.run(VerifierConfig.quiet(v1, target)
                .withLevel(Level.INVARIANTS)
                .whileWritten((lsn, atMost) -> new Answer.Stalled("sink", "it cannot write"), PATIENCE));

        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.MISMATCH);
        assertThat(violated(report)).containsExactly("nothing-references-a-missing-row");
        assertThat(report.line()).contains("facts that are contradicted could not be settled", "stalled in sink");
    }

    @Test
    void aFactAboutDrillsStaysOpenWhenThePipelineCannotBeAsked() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "unasked_v1");
        DatabaseAddress target = pair.copy("v2", "unasked_v2");
        pair.corrupt("unasked_v2", RENAMED_DRILL);
        PipelinePosition away = (lsn, atMost) -> {
            throw new ProblemException(new Problem(
                    Problem.Kind.INCONCLUSIVE, "The broker is away", "it was stopped", "start it and verify again"));
        };

        VerificationReport report = Verification.run(
                VerifierConfig.quiet(v1, target).withLevel(Level.INVARIANTS).whileWritten(away, PATIENCE));

        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.line()).contains("The broker is away").doesNotContain("invariants violated");
        assertThat(report.invariants())
                .anyMatch(each -> each.status() == FactFinding.Status.WARN
                        && each.finding().endsWith("; not settled"));
    }

    @Test
    void aFactAboutDrillsStaysOpenWhenTheTargetIsAwayAtTheSecondLook() throws Exception {
        DatabaseAddress v1 = pair.copy("v1", "second_v1");
        DatabaseAddress target = pair.copy("v2", "second_v2");
        pair.corrupt("second_v2", RENAMED_DRILL);
        PipelinePosition cutting = (lsn, atMost) -> {
            change("postgres", "ALTER DATABASE second_v2 RENAME TO second_v2_away");
            return new Answer.Passed();
        };

        VerificationReport report = Verification.run(
                VerifierConfig.quiet(v1, target).withLevel(Level.INVARIANTS).whileWritten(cutting, PATIENCE));

        assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.line()).contains("could not be read");
    }

    /** The facts of a corrupted target to which {@code written} is done while the pipeline is waited for. */
    private static VerificationReport factsOf(String corruption, String name, Consumer<String> written)
            throws Exception {
        DatabaseAddress v1 = pair.copy("v1", name + "_v1");
        DatabaseAddress target = pair.copy("v2", name + "_v2");
        pair.corrupt(name + "_v2", corruption);
        PipelinePosition writing = (lsn, atMost) -> {
            written.accept(name + "_v2");
            return new Answer.Passed();
        };
        return Verification.run(
                VerifierConfig.quiet(v1, target).withLevel(Level.INVARIANTS).whileWritten(writing, PATIENCE));
    }

    private static List<String> violated(VerificationReport report) {
        return report.invariants().stream()
                .filter(each -> each.status() == FactFinding.Status.FAIL)
                .map(FactFinding::name)
                .toList();
    }

    /** A pipeline that brings users over when the second wait asks for it: the first look still sees the change. */
    private static PipelinePosition delivering(String v1, String target, long... userIds) {
        int[] asked = {0};
        return (lsn, atMost) -> {
            if (++asked[0] > 1) {
                try (Connection from = pair.connect(v1);
                        Connection to = pair.connect(target)) {
                    for (long userId : userIds) {
                        new TestMigrator(from, to).migrate(userId);
                    }
                } catch (java.sql.SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
            return new Answer.Passed();
        };
    }

    private static void strike(String database, String sql) {
        try {
            pair.corrupt(database, sql);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void change(String database, String sql) {
        try (Connection connection = pair.connect(database)) {
            MigratedPair.run(connection, sql);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
