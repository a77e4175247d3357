package dev.changeover.cutover.preflight.report;

import dev.changeover.contract.page.Page;
import dev.changeover.contract.page.PageBody;
import dev.changeover.contract.page.Tone;
import dev.changeover.cutover.preflight.finding.Check;
import dev.changeover.cutover.preflight.finding.PreflightReport;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.finding.Volumes;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as a page: the verdict in words, what stands in the way, then every check. */
public final class HtmlReport {
    private static final int MEGABYTE = 20;

    private final PreflightReport report;
    private final PageBody body = new PageBody();

    private HtmlReport(PreflightReport report) {
        this.report = report;
    }

    /** The page, in UTF-8 when written. */
    public static String of(PreflightReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        addChecks("What stands in the way", ended(Status.FAIL));
        addChecks("What somebody should know first", ended(Status.WARN));
        report.volumes().ifPresent(this::addVolumes);
        addChecks("What is as it must be", ended(Status.PASS));
        addChecks("What could not be looked at", notPossible());
        return new Page(
                        "preflight",
                        tone(),
                        headline(),
                        meaning(),
                        String.format(
                                Locale.ROOT,
                                "For %s: %s. Started %s, took %.1f s.",
                                report.environment(),
                                report.databases(),
                                report.at().truncatedTo(ChronoUnit.SECONDS),
                                report.took().toMillis() / 1000.0),
                        report.line(),
                        "This page holds no email, no password, no token and no value of a user's row.")
                .around(body);
    }

    private Tone tone() {
        return switch (report.verdict()) {
            case PASS -> Tone.GOOD;
            case WARN -> Tone.UNSURE;
            case FAIL -> Tone.BAD;
        };
    }

    private String headline() {
        return switch (report.verdict()) {
            case PASS -> "Ready to migrate";
            case WARN -> "Ready to migrate, with warnings";
            case FAIL -> "Not ready to migrate";
        };
    }

    private String meaning() {
        return switch (report.verdict()) {
            case PASS -> "Every check found what a migration needs.";
            case WARN -> "Nothing stands in the way. Read the warnings before you start.";
            case FAIL -> "A migration would not start, would stop, or would not end well. Each point names its remedy.";
        };
    }

    /** Those that were carried out and ended so. */
    private List<Check> ended(Status status) {
        return report.checks().stream()
                .filter(each -> each.status() == status && each.blockedBy().isEmpty())
                .toList();
    }

    private List<Check> notPossible() {
        return report.checks().stream()
                .filter(each -> each.blockedBy().isPresent())
                .toList();
    }

    private void addChecks(String heading, List<Check> checks) {
        if (checks.isEmpty()) {
            return;
        }
        body.heading(heading + ": " + checks.size());
        if (checks.stream().allMatch(each -> each.remedy().isEmpty())) {
            body.table(
                    List.of("Check", "Finding"),
                    checks,
                    checks.size(),
                    each -> List.of(each.name().code(), each.finding()));
        } else {
            body.table(
                    List.of("Check", "Finding", "Remedy"),
                    checks,
                    checks.size(),
                    each -> List.of(each.name().code(), each.finding(), each.remedy()));
        }
    }

    private void addVolumes(Volumes volumes) {
        body.heading("How much there is to move");
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("rows", PageBody.number(volumes.rowCount()));
        figures.put("estimated time", volumes.estimate().toSeconds() + " s");
        figures.put("in V1", megabytes(volumes.v1Bytes()));
        figures.put("topics, at most", megabytes(volumes.topicBytes()));
        figures.put("stores, at most", megabytes(volumes.stateBytes()));
        figures.put("growth of the target, at most", megabytes(volumes.targetBytes()));
        body.figures(figures);
    }

    private static String megabytes(long bytes) {
        return PageBody.number(bytes >> MEGABYTE) + " MB";
    }
}
