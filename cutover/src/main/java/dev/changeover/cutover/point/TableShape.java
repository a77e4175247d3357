package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * A table of the target, as far as its rows can be copied out and put back.
 *
 * @param columns those that are stored by whoever writes the row, in the table's order; generated ones are not among them
 * @param key the columns of the primary key; empty if there is none
 */
public record TableShape(String schema, String table, List<PointColumn> columns, List<String> key) {
    private static final String PUBLIC = "public";

    public TableShape {
        requireNonNull(schema, "schema");
        requireNonNull(table, "table");
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** As the ledger and people call it: without the schema when that is {@code public}. */
    public String name() {
        return schema.equals(PUBLIC) ? table : schema + "." + table;
    }

    public boolean isPublic() {
        return schema.equals(PUBLIC);
    }

    public String sqlName() {
        return quoted(schema) + "." + quoted(table);
    }

    /** The columns, each after the prefix, separated by commas. */
    public String columnList(String prefix) {
        return columns.stream().map(each -> prefix + quoted(each.name())).collect(joining(", "));
    }

    /** The key's columns, each after the prefix, separated by commas. */
    public String keyList(String prefix) {
        return key.stream().map(each -> prefix + quoted(each)).collect(joining(", "));
    }

    public static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
