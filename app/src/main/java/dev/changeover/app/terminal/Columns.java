package dev.changeover.app.terminal;

import java.util.ArrayList;
import java.util.List;

/** Lines of several columns under their names, aligned to the left; the last one is as long as it is. Confined to one thread. */
public final class Columns {
    private final List<List<String>> lines = new ArrayList<>();

    public Columns(String... names) {
        lines.add(List.of(names));
    }

    /** A line; as many values as there are names. */
    public Columns row(Object... values) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(value.toString());
        }
        lines.add(texts);
        return this;
    }

    /** The line of names, and one a row. */
    public List<String> lines() {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        return lines.stream().map(line -> joined(line, widths)).toList();
    }

    private static String joined(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            text.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
        }
        return text.toString().stripTrailing();
    }
}
