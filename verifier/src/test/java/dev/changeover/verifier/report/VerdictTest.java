package dev.changeover.verifier.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Mismatch MISSING =
            new Mismatch("0123456789abcdef", 7, "users", 7L, null, null, Mismatch.Kind.MISSING);

    @Test
    void usersComparedAndNothingFoundIsAMatch() {
        assertThat(report(content(1, List.of()), List.of()).verdict()).isEqualTo(Verdict.MATCH);
    }

    @Test
    void nothingComparedIsNeverAMatch() {
        assertThat(report(content(0, List.of()), List.of()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void factsThatHoldAreAMatchOnlyWhenTheyLookedAtMigratedRows() {
        assertThat(ofFacts(1, 0).verdict()).isEqualTo(Verdict.MATCH);
        assertThat(ofFacts(0, 0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aProblemMakesItInconclusive() {
        assertThat(report(content(1, List.of()), List.of("V1 could not be read"))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aMismatchIsAMismatchWhateverElseIsOpen() {
        assertThat(report(content(0, List.of(MISSING)), List.of("stalled")).verdict())
                .isEqualTo(Verdict.MISMATCH);
    }

    @Test
    void theExitCodesAreThoseOfTheCommandLine() {
        assertThat(List.of(Verdict.MATCH.exitCode(), Verdict.MISMATCH.exitCode(), Verdict.INCONCLUSIVE.exitCode()))
                .containsExactly(0, 4, 5);
    }

    @Test
    void theJsonHasTheKeysThatScriptsReadAndNamesThePosition() {
        String json = JsonReport.of(report(content(1, List.of(MISSING)), List.of()));

        assertThat(json)
                .contains("\"verdict\":\"mismatch\"")
                .contains("\"lsn\":\"1/A\"")
                .contains("\"users_compared\":1")
                .contains("\"rows_compared\":3")
                .contains("\"quarantined\":0")
                .contains("\"held_back_rows\":0")
                .contains("\"invariants\":[]")
                .contains("\"protected\":null")
                .contains("{\"identity_hash\":\"0123456789abcdef\",\"v1_user_id\":7,\"table\":\"users\",\"v1_id\":7,"
                        + "\"v2_id\":null,\"column\":null,\"kind\":\"missing\"}")
                .doesNotContain("\n");
    }

    @Test
    void thePageLoadsNothingAndRunsNothing() {
        String page = HtmlReport.of(report(content(1, List.of(MISSING)), List.of("<script>")));

        assertThat(page)
                .contains("The databases do not match")
                .contains("&lt;script&gt;")
                .doesNotContain("<script")
                .doesNotContain("http")
                .doesNotContain("{{");
    }

    @Test
    void manyRowsThatAreHeldBackAreGroupedByTableAndReason() {
        List<HeldBack> held = LongStream.range(0, 300)
                .mapToObj(id -> new HeldBack("0123456789abcdef", id / 2, "drill_group_items", id, "no-counterpart"))
                .toList();
        ContentFinding found = new ContentFinding(
                Map.of(Outcome.CREATED, 150L),
                0,
                150,
                1_000,
                true,
                Counted.none(),
                Counted.none(),
                new Counted<>(1_234, held),
                Counted.none(),
                Counted.none(),
                List.of());

        String text = TextReport.of(report(found, List.of()));

        assertThat(text)
                .contains("rows held back 1234, not compared")
                .containsPattern("drill_group_items +no-counterpart +300")
                .contains("grouped are the first 300: verify --json, held_back");
        assertThat(text.lines()).hasSizeLessThan(12);
    }

    @Test
    void aReportThatIsReadElsewhereSaysWhichDatabasesItIsAbout() {
        VerificationReport report = report(content(4, List.of()), List.of());

        assertThat(HtmlReport.of(report)).contains("reader@one:5432/v1", "reader@two:5432/v2");
        assertThat(JsonReport.of(report))
                .contains("\"v1\":\"reader@one:5432/v1\"", "\"target\":\"reader@two:5432/v2\"");
    }

    private static VerificationReport ofFacts(long... migratedRows) {
        return new VerificationReport(
                "reader@one:5432/v1",
                "reader@two:5432/v2",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                LongStream.of(migratedRows)
                        .mapToObj(rows -> new FactFinding("fact", FactFinding.Status.PASS, "looked at", rows))
                        .toList(),
                Optional.empty(),
                List.of(),
                Instant.EPOCH,
                Duration.ofSeconds(1));
    }

    private static ContentFinding content(long compared, List<Mismatch> mismatches) {
        return new ContentFinding(
                Map.of(Outcome.CREATED, 1L),
                0,
                compared,
                3,
                true,
                new Counted<>(mismatches.size(), mismatches),
                Counted.none(),
                Counted.none(),
                Counted.none(),
                Counted.none(),
                List.of());
    }

    private static VerificationReport report(ContentFinding content, List<String> problems) {
        return new VerificationReport(
                "reader@one:5432/v1",
                "reader@two:5432/v2",
                Optional.of(0x1_0000_000AL),
                Optional.of(0x1_0000_000AL),
                Optional.of(content),
                List.of(),
                Optional.empty(),
                problems,
                Instant.EPOCH,
                Duration.ofSeconds(1));
    }
}
