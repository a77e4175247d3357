package dev.changeover.app.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines of a name and a value, the values in one column. Confined to one thread. */
public final class Table {
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    public Table row(String name, Object value) {
        names.add(name);
        values.add(value instanceof Number number ? grouped(number) : value.toString());
        return this;
    }

    /** The lines, numbers aligned to the right. */
    public List<String> lines() {
        int nameWidth = names.stream().mapToInt(String::length).max().orElse(0);
        int valueWidth = values.stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String value = values.get(i);
            lines.add("  " + name + " ".repeat(nameWidth - name.length() + 2) + " ".repeat(valueWidth - value.length())
                    + value);
        }
        return lines;
    }

    private static String grouped(Number number) {
        return number instanceof Double fraction
                ? String.format(Locale.ROOT, "%,.1f", fraction)
                : String.format(Locale.ROOT, "%,d", number.longValue());
    }
}
