package dev.changeover.verifier.report;

import dev.changeover.contract.page.Page;
import dev.changeover.contract.page.PageBody;
import dev.changeover.contract.page.Tone;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report as one page that a manager can read: the verdict in words first, then what was found and what was set apart, then the
 * figures. No script, nothing loaded from elsewhere.
 */
public final class HtmlReport {
    private static final int MOST_SHOWN = 200;

    private final VerificationReport report;
    private final PageBody page = new PageBody();

    private HtmlReport(VerificationReport report) {
        this.report = report;
    }

    /** The page, in UTF-8 when written. */
    public static String of(VerificationReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        page.list(InWords.of(report));
        report.content().ifPresent(this::addMismatches);
        addFacts();
        report.content().ifPresent(this::addSetApart);
        report.content().ifPresent(this::addFigures);
        report.protectedUsers().ifPresent(this::addProtected);
        report.content().ifPresent(this::addMismatchesOneByOne);
        page.heading("What the words mean");
        page.terms(InWords.glossary());
        return new Page(
                        "verification",
                        tone(),
                        InWords.headline(report.verdict()),
                        InWords.meaning(report.verdict()),
                        String.format(
                                Locale.ROOT,
                                "V1 is %s, and the target %s. Started %s, took %.1f s. %s",
                                report.v1(),
                                report.target(),
                                report.at().truncatedTo(ChronoUnit.SECONDS),
                                report.took().toMillis() / 1000.0,
                                position()),
                        report.line(),
                        "Users are named by their ids. This page holds no email, no password, no token and no value of a row.")
                .around(page);
    }

    private Tone tone() {
        return switch (report.verdict()) {
            case MATCH -> Tone.GOOD;
            case MISMATCH -> Tone.BAD;
            case INCONCLUSIVE -> Tone.UNSURE;
        };
    }

    private String position() {
        String what = report.verdict() == Verdict.INCONCLUSIVE ? "V1 was read" : "The verdict holds";
        return report.lsn()
                .map(lsn -> what + " at position " + VerificationReport.printed(lsn) + " of V1's log.")
                .orElse("V1 was not read.");
    }

    private void addMismatches(ContentFinding found) {
        Counted<Mismatch> mismatches = found.mismatches();
        if (mismatches.isEmpty()) {
            return;
        }
        page.heading("Differences: " + PageBody.number(mismatches.total()));
        page.table(
                List.of("Kind", "Table", "Column", "Number", "V1 users"),
                Grouped.by(
                        mismatches,
                        each -> List.of(each.kind().code(), each.table(), each.column() == null ? "" : each.column()),
                        Mismatch::v1UserId),
                MOST_SHOWN,
                each -> List.of(
                        each.name().get(0),
                        each.name().get(1),
                        each.name().get(2),
                        PageBody.number(each.count()),
                        each.users()));
        sayIfGroupedInPart(mismatches);
    }

    private void addMismatchesOneByOne(ContentFinding found) {
        Counted<Mismatch> mismatches = found.mismatches();
        if (mismatches.isEmpty()) {
            return;
        }
        page.heading("The differences one by one");
        page.table(
                List.of("Kind", "Table", "V1 user", "V1 id", "V2 id", "Column"),
                mismatches.listed(),
                MOST_SHOWN,
                each -> List.of(
                        each.kind().code(),
                        each.table(),
                        String.valueOf(each.v1UserId()),
                        orNothing(each.v1Id()),
                        orNothing(each.v2Id()),
                        orNothing(each.column())));
        sayIfShownInPart(mismatches);
    }

    private void addFacts() {
        if (!report.invariants().isEmpty()) {
            page.heading("Facts that must hold in V2");
            page.table(
                    List.of("Fact", "Status", "Finding"),
                    report.invariants().stream()
                            .sorted(Comparator.comparing(each -> each.status() != FactFinding.Status.FAIL))
                            .toList(),
                    MOST_SHOWN,
                    each -> List.of(each.name(), each.status().code(), each.finding()));
        }
    }

    private void addSetApart(ContentFinding found) {
        if (!found.quarantined().isEmpty()) {
            page.heading("Users in quarantine, not compared: "
                    + PageBody.number(found.quarantined().total()));
            page.table(
                    List.of("Reason", "Number", "V1 users"),
                    Grouped.quarantined(found),
                    MOST_SHOWN,
                    each -> List.of(each.name().get(0), PageBody.number(each.count()), each.users()));
            sayIfGroupedInPart(found.quarantined());
        }
        if (!found.heldBack().isEmpty()) {
            page.heading("Rows held back, not compared: "
                    + PageBody.number(found.heldBack().total()));
            page.table(
                    List.of("Table", "Reason", "Number", "V1 users"),
                    Grouped.heldBack(found),
                    MOST_SHOWN,
                    each -> List.of(
                            each.name().get(0), each.name().get(1), PageBody.number(each.count()), each.users()));
            sayIfGroupedInPart(found.heldBack());
        }
    }

    private void addFigures(ContentFinding found) {
        page.heading("Every user of V1 is accounted for");
        Map<String, String> outcomes = new LinkedHashMap<>();
        outcomes.put("users of V1", PageBody.number(found.v1Users()));
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome.code(), PageBody.number(found.of(outcome)));
        }
        page.figures(outcomes);
        if (!found.counts().isEmpty()) {
            page.heading("Rows by table");
            page.table(
                    List.of("Table", "Users", "Expected", "Found", "Held back", ""),
                    found.counts(),
                    MOST_SHOWN,
                    each -> List.of(
                            each.table(),
                            each.cohort().code(),
                            PageBody.number(each.expected()),
                            PageBody.number(each.found()),
                            PageBody.number(each.heldBack()),
                            each.agrees() ? "" : "differs"));
        }
    }

    private void addProtected(ProtectedFinding found) {
        page.heading("Users who do not come from V1");
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("protected users", PageBody.number(found.users()));
        figures.put("rows looked at", PageBody.number(found.rowsLookedAt()));
        figures.put("rows written by the sink", PageBody.number(found.rowsWrittenBySink()));
        figures.put("users deleted by the sink", PageBody.number(found.usersDeletedBySink()));
        figures.put("gone, not by the sink", PageBody.number(found.usersGone()));
        figures.put("rows that cannot be judged", PageBody.number(found.rowsOutsideWindow()));
        page.figures(figures);
    }

    private void sayIfGroupedInPart(Counted<?> counted) {
        if (counted.total() > counted.listed().size()) {
            page.paragraph(
                    "Grouped are the first " + PageBody.number(counted.listed().size()) + ".");
        }
    }

    private void sayIfShownInPart(Counted<?> counted) {
        if (counted.total() > MOST_SHOWN) {
            page.paragraph("The first " + MOST_SHOWN + " of " + PageBody.number(counted.total())
                    + " are shown; verify --json lists the first "
                    + PageBody.number(counted.listed().size()) + ".");
        }
    }

    private static String orNothing(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
