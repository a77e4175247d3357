package dev.changeover.verifier.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as one page that a manager can read: no script, nothing loaded from elsewhere. */
public final class HtmlReport {
    private static final int MOST_SHOWN = 200;
    private static final Map<Verdict, String> HEADLINES = Map.of(
            Verdict.MATCH, "Both databases match",
            Verdict.MISMATCH, "The databases do not match",
            Verdict.INCONCLUSIVE, "Nothing can be said yet");

    private final VerificationReport report;
    private final StringBuilder body = new StringBuilder();

    private HtmlReport(VerificationReport report) {
        this.report = report;
    }

    /** The page, in UTF-8 when written. */
    public static String of(VerificationReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        report.content().ifPresent(this::addContent);
        addFacts();
        report.protectedUsers().ifPresent(this::addProtected);
        return template()
                .replace("{{class}}", report.verdict().code())
                .replace("{{headline}}", HEADLINES.getOrDefault(report.verdict(), ""))
                .replace("{{line}}", escaped(report.line()))
                .replace(
                        "{{at}}",
                        escaped(report.at().truncatedTo(ChronoUnit.SECONDS).toString()))
                .replace(
                        "{{seconds}}",
                        String.format(Locale.ROOT, "%.1f", report.took().toMillis() / 1000.0))
                .replace(
                        "{{lsn}}",
                        escaped(report.lsn().map(VerificationReport::printed).orElse("not read")))
                .replace("{{body}}", body);
    }

    private void addContent(ContentFinding found) {
        heading("What was compared");
        body.append("<dl>");
        figure("Users of V1", found.v1Users());
        figure("Users compared", found.usersCompared());
        figure("Rows compared", found.rowsCompared());
        figure("Mismatches", found.mismatches().total());
        figure("Users in quarantine", found.quarantined().total());
        figure("Rows held back", found.heldBack().total());
        if (found.changing().total() > 0) {
            figure("Users that kept changing", found.changing().total());
        }
        body.append("</dl>\n");
        heading("Every user of V1 is accounted for");
        table(
                List.of("Outcome", "Users"),
                List.of(Outcome.values()),
                outcome -> List.of(outcome.code(), String.valueOf(found.of(outcome))));
        if (found.mismatches().total() > 0) {
            heading("Mismatches");
            table(
                    List.of("Kind", "Table", "V1 user", "V1 id", "V2 id", "Column"),
                    found.mismatches().listed(),
                    each -> List.of(
                            each.kind().code(),
                            each.table(),
                            String.valueOf(each.v1UserId()),
                            each.v1Id() == null ? "" : String.valueOf(each.v1Id()),
                            each.v2Id() == null ? "" : String.valueOf(each.v2Id()),
                            each.column() == null ? "" : each.column()));
        }
        if (found.quarantined().total() > 0) {
            heading("Users in quarantine, not compared");
            table(
                    List.of("V1 user", "Reason"),
                    found.quarantined().listed(),
                    each -> List.of(String.valueOf(each.v1UserId()), each.reason()));
        }
        if (found.heldBack().total() > 0) {
            heading("Rows held back, not compared");
            table(
                    List.of("V1 user", "Table", "V1 id", "Reason"),
                    found.heldBack().listed(),
                    each -> List.of(
                            String.valueOf(each.v1UserId()), each.table(), String.valueOf(each.v1Id()), each.reason()));
        }
        heading("Rows by table");
        table(
                List.of("Table", "Users", "Expected", "Found", "Held back"),
                found.counts(),
                each -> List.of(
                        each.table(),
                        each.cohort().code(),
                        String.valueOf(each.expected()),
                        String.valueOf(each.found()),
                        String.valueOf(each.heldBack())));
    }

    private void addFacts() {
        if (!report.invariants().isEmpty()) {
            heading("Facts that must hold in the target");
            table(
                    List.of("Fact", "Status", "Finding"),
                    report.invariants(),
                    each -> List.of(each.name(), each.status().code(), each.finding()));
        }
    }

    private void addProtected(ProtectedFinding found) {
        heading("Users who are not ours");
        body.append("<dl>");
        figure("Protected users", found.users());
        figure("Rows looked at", found.rowsLookedAt());
        figure("Rows written by the sink", found.rowsWrittenBySink());
        figure("Users deleted by the sink", found.usersDeletedBySink());
        figure("Gone, not by the sink", found.usersGone());
        figure("Rows that cannot be judged", found.rowsOutsideWindow());
        body.append("</dl>\n");
    }

    private void heading(String text) {
        body.append("<h2>").append(escaped(text)).append("</h2>\n");
    }

    private void figure(String name, long value) {
        body.append("<div><dt>")
                .append(escaped(name))
                .append("</dt><dd>")
                .append(String.format(Locale.ROOT, "%,d", value))
                .append("</dd></div>");
    }

    private <T> void table(List<String> head, List<T> rows, java.util.function.Function<T, List<String>> cells) {
        body.append("<div class=\"wide\"><table><thead><tr>");
        head.forEach(cell -> body.append("<th>").append(escaped(cell)).append("</th>"));
        body.append("</tr></thead><tbody>\n");
        for (T row : rows.subList(0, Math.min(MOST_SHOWN, rows.size()))) {
            body.append("<tr>");
            cells.apply(row).forEach(cell -> body.append(cell.matches("[0-9]+") ? "<td class=\"n\">" : "<td>")
                    .append(escaped(cell))
                    .append("</td>"));
            body.append("</tr>\n");
        }
        body.append("</tbody></table></div>\n");
        if (rows.size() > MOST_SHOWN) {
            body.append("<p>The first ").append(MOST_SHOWN).append(" are shown; the JSON report lists more.</p>\n");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String template() {
        try (InputStream stream = HtmlReport.class.getResourceAsStream("report.html")) {
            if (stream == null) {
                throw new IllegalStateException("report.html is missing from the module's resources");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
