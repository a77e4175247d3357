package dev.changeover.contract.plan;

import static java.util.Objects.requireNonNull;

/** A column of a V1 table that the migration reads. The id and the column that names the parent are not among them. */
public record SourceColumn(String name, ColumnType type) {
    public SourceColumn {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
    }
}
