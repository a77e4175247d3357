package dev.changeover.bench.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Results as lines of Markdown, which are as readable on a terminal as in a document. */
public final class ResultTable {
    private static final List<String> HEAD = List.of("figure", "median", "range", "n", "bar", "aim", "verdict");

    private ResultTable() {}

    public static List<String> lines(Results results) {
        List<String> lines = new ArrayList<>();
        results.circumstances().forEach((name, value) -> lines.add("- " + name + ": " + value));
        lines.add("");
        lines.addAll(aligned(rows(results)));
        List<String> notes = notes(results);
        if (!notes.isEmpty()) {
            lines.add("");
            lines.addAll(notes);
        }
        return lines;
    }

    /** One line a figure, while the run goes on. */
    public static List<String> rowsOf(List<Figure> figures) {
        return figures.stream()
                .map(figure -> ("  " + String.join("  ", row(figure))).stripTrailing())
                .toList();
    }

    private static List<List<String>> rows(Results results) {
        List<List<String>> rows = new ArrayList<>();
        results.measured().values().forEach(figures -> figures.forEach(figure -> rows.add(row(figure))));
        return rows;
    }

    private static List<String> row(Figure figure) {
        Samples samples = figure.samples();
        return List.of(
                figure.name(),
                with(figure.unit(), Digits.of(samples.median())),
                samples.values().size() == 1 ? "" : Digits.of(samples.min()) + " to " + Digits.of(samples.max()),
                Integer.toString(samples.values().size()),
                figure.goal()
                        .map(goal -> goal.sign() + " " + Digits.of(goal.bar()))
                        .orElse(""),
                figure.goal()
                        .map(goal -> goal.sign() + " " + Digits.of(goal.aim()))
                        .orElse(""),
                figure.verdict().words());
    }

    private static String with(String unit, String number) {
        return unit.isEmpty() ? number : number + " " + unit;
    }

    private static List<String> notes(Results results) {
        List<String> notes = new ArrayList<>();
        results.measured()
                .values()
                .forEach(figures -> figures.forEach(
                        figure -> figure.notes().forEach(note -> notes.add("- " + figure.name() + ": " + note))));
        for (Map.Entry<String, String> each : results.failed().entrySet()) {
            notes.add("- not measured: " + each.getKey() + ": " + each.getValue());
        }
        return notes;
    }

    private static List<String> aligned(List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(HEAD);
        all.addAll(rows);
        int[] widths = new int[HEAD.size()];
        for (List<String> row : all) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        List<String> lines = new ArrayList<>();
        all.forEach(row -> lines.add(line(row, widths)));
        lines.add(1, rule(widths));
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            line.append(' ')
                    .append(cell)
                    .append(" ".repeat(widths[column] - cell.length()))
                    .append(" |");
        }
        return line.toString();
    }

    private static String rule(int[] widths) {
        StringBuilder rule = new StringBuilder("|");
        for (int width : widths) {
            rule.append("-".repeat(width + 2)).append('|');
        }
        return rule.toString();
    }
}
