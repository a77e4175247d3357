package dev.changeover.contract.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What is read of one V1 table, whose primary key is {@code id}.
 *
 * @param parentColumn the column that names the parent row, which travels apart from the values
 * @param columns in the order in which a row's values travel
 */
public record SourceTable(String name, Optional<String> parentColumn, List<SourceColumn> columns) {
    public SourceTable {
        requireNonNull(name, "name");
        requireNonNull(parentColumn, "parentColumn");
        columns = List.copyOf(columns);
    }
}
