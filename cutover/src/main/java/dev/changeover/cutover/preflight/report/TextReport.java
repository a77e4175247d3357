package dev.changeover.cutover.preflight.report;

import dev.changeover.cutover.preflight.finding.Check;
import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.finding.PreflightReport;
import dev.changeover.cutover.preflight.finding.Status;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A report as lines for a person: one a check, the remedy below what needs one, the verdict last. Checks that could not be carried out are
 * counted behind the others: what a person has to read is why.
 */
public final class TextReport {
    private TextReport() {}

    public static List<String> of(PreflightReport report) {
        int width = report.checks().stream()
                .mapToInt(each -> each.name().code().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        Map<CheckName, Integer> notPossible = new EnumMap<>(CheckName.class);
        for (Check check : report.checks()) {
            if (check.blockedBy().isPresent()) {
                notPossible.merge(check.blockedBy().get(), 1, Integer::sum);
            } else {
                add(lines, width, check.status(), check.name().code(), check.finding(), check.remedy());
            }
        }
        notPossible.forEach((blockedBy, checks) -> add(
                lines,
                width,
                Status.FAIL,
                checks + (checks == 1 ? " other" : " others"),
                "not possible: what they ask does not answer",
                "see " + blockedBy.code()));
        lines.add("");
        lines.add(report.line());
        return lines;
    }

    private static void add(List<String> lines, int width, Status status, String name, String finding, String remedy) {
        lines.add(status.code() + "  " + name + " ".repeat(width - name.length() + 2) + finding);
        if (!remedy.isEmpty()) {
            lines.add(" ".repeat(width + 8) + "-> " + remedy);
        }
    }
}
