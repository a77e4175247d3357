package dev.changeover.contract.change;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a V1 user table.
 *
 * @param id the primary key
 * @param parentId the value of the column that names the parent; null in V1, or for {@code users}, is null here
 * @param values in the order of the plan's source columns, as PostgreSQL prints them; null is SQL NULL
 */
public record SourceRow(long id, @Nullable Long parentId, List<@Nullable String> values) {
    public SourceRow {
        values = Collections.unmodifiableList(new ArrayList<>(values)); // List.copyOf refuses the nulls that are data
    }
}
