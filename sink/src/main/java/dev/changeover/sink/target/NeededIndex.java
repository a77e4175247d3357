package dev.changeover.sink.target;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An index that the sink needs: on the columns of one foreign key, so that deleting the referenced row does not scan the referencing
 * table, or on an expression.
 *
 * @param suffix of its name, after the table's
 * @param keys what is indexed, as SQL
 * @param columns any index that begins with these serves as well; empty for an expression, which only an index of this name serves
 */
record NeededIndex(String schema, String table, String suffix, String keys, List<String> columns) {
    static final String PREFIX = "changeover_";
    /** PostgreSQL cuts longer names off. */
    private static final int MAX_NAME_BYTES = 63;

    NeededIndex {
        columns = List.copyOf(columns);
    }

    static NeededIndex onColumns(String schema, String table, List<String> columns) {
        String keys = columns.stream().map(SqlNames::quoted).collect(Collectors.joining(", "));
        return new NeededIndex(schema, table, String.join("_", columns), keys, columns);
    }

    static NeededIndex onExpression(String table, String suffix, String expression) {
        return new NeededIndex("public", table, suffix, "(" + expression + ")", List.of());
    }

    static NeededIndex of(ReferencingKey key) {
        return onColumns(key.schema(), key.table(), key.columns());
    }

    /** {@code changeover_<table>_<suffix>}, the schema before it unless it is public; cut to size with a hash where needed. */
    String name() {
        String name = PREFIX + (schema.equals("public") ? "" : schema + "_") + table + "_" + suffix;
        if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES) {
            return name;
        }
        return PREFIX + Integer.toHexString(name.hashCode()) + "_" + Integer.toHexString(table.hashCode());
    }

    String qualifiedName() {
        return SqlNames.qualified(schema, name());
    }

    String qualifiedTable() {
        return SqlNames.qualified(schema, table);
    }

    String createSql() {
        return "CREATE INDEX CONCURRENTLY IF NOT EXISTS " + SqlNames.quoted(name()) + " ON " + qualifiedTable() + " ("
                + keys + ")";
    }

    String dropSql() {
        return "DROP INDEX CONCURRENTLY IF EXISTS " + qualifiedName();
    }
}
