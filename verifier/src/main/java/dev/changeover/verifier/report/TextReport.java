package dev.changeover.verifier.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as a table for a terminal: plain text, at most 100 columns where ids allow it. */
public final class TextReport {
    private static final int MOST_SHOWN = 20;

    private final VerificationReport report;
    private final List<String> lines = new ArrayList<>();

    private TextReport(VerificationReport report) {
        this.report = report;
    }

    /** The whole report; ends with a line break. */
    public static String of(VerificationReport report) {
        return new TextReport(report).text();
    }

    private String text() {
        report.content().ifPresent(this::addContent);
        addFacts();
        report.protectedUsers().ifPresent(this::addProtected);
        lines.add("verdict  " + report.line());
        return String.join("\n", lines) + "\n";
    }

    private void addContent(ContentFinding found) {
        lines.add("V1 users " + found.v1Users());
        for (Outcome outcome : Outcome.values()) {
            if (found.of(outcome) > 0) {
                add("  %-12s %10d", outcome.code(), found.of(outcome));
            }
        }
        if (found.deletedInV1() > 0) {
            add("  and %d deleted in V1", found.deletedInV1());
        }
        lines.add("");
        add("%-24s %-9s %10s %10s %10s", "table", "users", "expected", "found", "held back");
        for (TableCount count : found.counts()) {
            add(
                    "%-24s %-9s %10d %10d %10d%s",
                    count.table(),
                    count.cohort().code(),
                    count.expected(),
                    count.found(),
                    count.heldBack(),
                    count.agrees() ? "" : "  differs");
        }
        lines.add("");
        addMismatches(found.mismatches());
        addQuarantined(found);
        addHeldBack(found);
    }

    private void addMismatches(Counted<Mismatch> mismatches) {
        if (mismatches.isEmpty()) {
            return;
        }
        add("mismatches %d", mismatches.total());
        add("  %-8s %-24s %10s %10s %10s  %s", "kind", "table", "V1 user", "V1 id", "V2 id", "column");
        shown(mismatches)
                .forEach(each -> add(
                        "  %-8s %-24s %10d %10s %10s  %s",
                        each.kind().code(),
                        each.table(),
                        each.v1UserId(),
                        each.v1Id() == null ? "-" : each.v1Id(),
                        each.v2Id() == null ? "-" : each.v2Id(),
                        each.column() == null ? "-" : each.column()));
        addRest(mismatches);
    }

    private void addQuarantined(ContentFinding found) {
        if (found.quarantined().isEmpty()) {
            return;
        }
        add("users in quarantine %d, not compared", found.quarantined().total());
        Grouped.quarantined(found)
                .forEach(each -> add("  %-34s %10d  V1 users %s", each.name().get(0), each.count(), each.users()));
        addWhereTheWholeListIs("quarantined_users", found.quarantined());
    }

    private void addHeldBack(ContentFinding found) {
        if (found.heldBack().isEmpty()) {
            return;
        }
        add("rows held back %d, not compared", found.heldBack().total());
        Grouped.heldBack(found)
                .forEach(each -> add(
                        "  %-24s %-20s %10d", each.name().get(0), each.name().get(1), each.count()));
        addWhereTheWholeListIs("held_back", found.heldBack());
    }

    private void addWhereTheWholeListIs(String key, Counted<?> counted) {
        boolean all = counted.total() == counted.listed().size();
        add(
                "  %s: verify --json, %s%s",
                all ? "one by one" : "grouped are the first " + counted.listed().size(), key, all ? "" : " lists them");
        lines.add("");
    }

    private static <T> List<T> shown(Counted<T> counted) {
        return counted.listed().subList(0, Math.min(MOST_SHOWN, counted.listed().size()));
    }

    private void addRest(Counted<?> counted) {
        long rest = counted.total() - shown(counted).size();
        if (rest > 0) {
            add(
                    "  and %d more; --json lists the first %d",
                    rest, counted.listed().size());
        }
        lines.add("");
    }

    private void addFacts() {
        if (report.invariants().isEmpty()) {
            return;
        }
        lines.add("facts of the target");
        report.invariants().forEach(each -> add("  %-8s %-36s %s", each.status().code(), each.name(), each.finding()));
        lines.add("");
    }

    private void addProtected(ProtectedFinding found) {
        add(
                "protected users %d: %d rows looked at, %d written by the sink; %d deleted by the sink, %d gone",
                found.users(),
                found.rowsLookedAt(),
                found.rowsWrittenBySink(),
                found.usersDeletedBySink(),
                found.usersGone());
        if (found.rowsOutsideWindow() + found.transactionsOutsideWindow() > 0) {
            add(
                    "  outside what can be seen: %d rows without a transaction id, %d transactions too old",
                    found.rowsOutsideWindow(), found.transactionsOutsideWindow());
        }
        lines.add("");
    }

    private void add(String format, Object... arguments) {
        lines.add(String.format(Locale.ROOT, format, arguments));
    }
}
