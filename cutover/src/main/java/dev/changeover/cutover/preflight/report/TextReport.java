package dev.changeover.cutover.preflight.report;

import dev.changeover.cutover.preflight.finding.Check;
import dev.changeover.cutover.preflight.finding.PreflightReport;
import java.util.ArrayList;
import java.util.List;

/** A report as lines for a person: one a check, the remedy below what needs one, the verdict last. */
public final class TextReport {
    private TextReport() {}

    public static List<String> of(PreflightReport report) {
        int width = report.checks().stream()
                .mapToInt(each -> each.name().code().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        for (Check check : report.checks()) {
            String name = check.name().code();
            lines.add(check.status().code() + "  " + name + " ".repeat(width - name.length() + 2) + check.finding());
            if (!check.remedy().isEmpty()) {
                lines.add(" ".repeat(width + 8) + "-> " + check.remedy());
            }
        }
        lines.add("");
        lines.add(report.line());
        return lines;
    }
}
