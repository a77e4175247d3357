package dev.changeover.cutover.preflight.report;

import dev.changeover.cutover.preflight.finding.Check;
import dev.changeover.cutover.preflight.finding.PreflightReport;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.finding.Volumes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * A report as one page that a manager can read: the verdict in words, what stands in the way, then every check. No script, nothing
 * loaded from elsewhere.
 */
public final class HtmlReport {
    private static final int MEGABYTE = 20;

    private final PreflightReport report;
    private final StringBuilder body = new StringBuilder();

    private HtmlReport(PreflightReport report) {
        this.report = report;
    }

    /** The page, in UTF-8 when written. */
    public static String of(PreflightReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        addChecks("What stands in the way", Status.FAIL);
        addChecks("What somebody should know first", Status.WARN);
        report.volumes().ifPresent(this::addVolumes);
        addChecks("What is as it must be", Status.PASS);
        return template()
                .replace("{{class}}", report.verdict().code())
                .replace("{{headline}}", headline())
                .replace("{{meaning}}", meaning())
                .replace("{{environment}}", escaped(report.environment()))
                .replace("{{at}}", report.at().truncatedTo(ChronoUnit.SECONDS).toString())
                .replace(
                        "{{seconds}}",
                        String.format(Locale.ROOT, "%.1f", report.took().toMillis() / 1000.0))
                .replace("{{databases}}", escaped(report.databases()))
                .replace("{{line}}", escaped(report.line()))
                .replace("{{body}}", body.toString());
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

    private void addChecks(String heading, Status status) {
        List<Check> checks =
                report.checks().stream().filter(each -> each.status() == status).toList();
        if (checks.isEmpty()) {
            return;
        }
        body.append("<h2>").append(heading).append(": ").append(checks.size()).append("</h2>\n");
        body.append("<div class=\"wide\"><table><thead><tr><th>Check</th><th>Finding</th>");
        body.append(status == Status.PASS ? "" : "<th>Remedy</th>").append("</tr></thead><tbody>\n");
        for (Check check : checks) {
            body.append("<tr><td class=\"name\">")
                    .append(escaped(check.name().code()))
                    .append("</td><td>")
                    .append(escaped(check.finding()))
                    .append(status == Status.PASS ? "" : "</td><td>" + escaped(check.remedy()))
                    .append("</td></tr>\n");
        }
        body.append("</tbody></table></div>\n");
    }

    private void addVolumes(Volumes volumes) {
        body.append("<h2>How much there is to move</h2>\n<dl class=\"figures\">");
        figure("rows", String.format(Locale.ROOT, "%,d", volumes.rowCount()));
        figure("estimated time", volumes.estimate().toSeconds() + " s");
        figure("in V1", megabytes(volumes.v1Bytes()));
        figure("topics, at most", megabytes(volumes.topicBytes()));
        figure("stores, at most", megabytes(volumes.stateBytes()));
        figure("growth of the target, at most", megabytes(volumes.targetBytes()));
        body.append("</dl>\n");
    }

    private void figure(String name, String value) {
        body.append("<div><dt>")
                .append(escaped(name))
                .append("</dt><dd>")
                .append(escaped(value))
                .append("</dd></div>");
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", bytes >> MEGABYTE);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String template() {
        try (InputStream stream = HtmlReport.class.getResourceAsStream("preflight.html")) {
            if (stream == null) {
                throw new IllegalStateException("preflight.html is missing from the module's resources");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
