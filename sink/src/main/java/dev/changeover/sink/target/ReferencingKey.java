package dev.changeover.sink.target;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.changeover.contract.plan.MigrationPlan;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A foreign key of the target that references a table of the plan.
 *
 * @param columns of the referencing table, in the key's order
 * @param referencedTable a table of the plan in {@code public}
 * @param referencedColumns as many as {@code columns}
 * @param partOfPlan whether this is the plan's own link from child to parent; otherwise the rows are V2's own, or V2's own use of a
 *     plan table
 */
public record ReferencingKey(
        String name,
        String schema,
        String table,
        List<String> columns,
        String referencedTable,
        List<String> referencedColumns,
        OnDelete onDelete,
        boolean partOfPlan) {
    /** What the server does with the referencing rows when the referenced one is deleted. */
    public enum OnDelete {
        NO_ACTION,
        RESTRICT,
        CASCADE,
        SET_NULL,
        SET_DEFAULT
    }

    public ReferencingKey {
        requireNonNull(name, "name");
        requireNonNull(schema, "schema");
        requireNonNull(table, "table");
        requireNonNull(referencedTable, "referencedTable");
        requireNonNull(onDelete, "onDelete");
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }

    public boolean referencesUsers() {
        return referencedTable.equals(MigrationPlan.USERS);
    }

    /** Whether the key is one column that names the referenced row's {@code id}: the kind that can be re-pointed. */
    public boolean namesId() {
        return referencedColumns.equals(List.of("id"));
    }

    /**
     * A condition: this row of the referencing table references that row of the referenced one.
     *
     * @param child what the SQL calls the one
     * @param parent what it calls the other
     */
    public String references(String child, String parent) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> child + "." + SqlNames.quoted(columns.get(i)) + " = " + parent + "."
                        + SqlNames.quoted(referencedColumns.get(i)))
                .collect(joining(" AND "));
    }

    /** The referencing table for use in SQL, schema and quotes included. */
    public String sqlTable() {
        return SqlNames.qualified(schema, table);
    }
}
