package dev.changeover.contract.plan;

import static java.util.Objects.requireNonNull;

/** A column of a V2 table that the migration writes. The id and the column that names the parent are not among them. */
public record TargetColumn(String name, ColumnType type, ColumnRule rule) {
    public TargetColumn {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(rule, "rule");
    }
}
