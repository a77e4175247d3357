package dev.changeover.sink.target;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** An index on the columns of one foreign key, so that deleting the referenced row does not scan the referencing table. */
record NeededIndex(String schema, String table, List<String> columns) {
    static final String PREFIX = "changeover_";
    /** PostgreSQL cuts longer names off. */
    private static final int MAX_NAME_BYTES = 63;

    NeededIndex {
        columns = List.copyOf(columns);
    }

    static NeededIndex of(ReferencingKey key) {
        return new NeededIndex(key.schema(), key.table(), key.columns());
    }

    /** {@code changeover_<table>_<columns>}, the schema before it unless it is public; cut to size with a hash where needed. */
    String name() {
        String name = PREFIX + (schema.equals("public") ? "" : schema + "_") + table + "_" + String.join("_", columns);
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
                + String.join(", ", columns.stream().map(SqlNames::quoted).toList()) + ")";
    }

    String dropSql() {
        return "DROP INDEX CONCURRENTLY IF EXISTS " + qualifiedName();
    }
}
