package dev.changeover.sink.apply;

import static java.util.stream.Collectors.joining;

import dev.changeover.contract.plan.TablePlan;
import dev.changeover.sink.target.ReferencingKey;
import dev.changeover.sink.target.ReferencingKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that hang on rows of the plan, by the catalogue's foreign keys as they are in this transaction. Needed because a foreign
 * key of V2 may cascade: deleting a group would silently delete an item that somebody added in V2.
 */
final class ForeignRows {
    private final Connection connection;
    private @Nullable List<ReferencingKey> keys;

    ForeignRows(Connection connection) {
        this.connection = connection;
    }

    /** The keys to this table, whatever columns they name. */
    List<ReferencingKey> keysTo(TablePlan table) throws SQLException {
        if (keys == null) {
            keys = ReferencingKeys.read(connection);
        }
        return keys.stream()
                .filter(key -> key.referencedTable().equals(table.name()))
                .toList();
    }

    /** A condition on the row {@code t} of this table: no row references it. */
    String nothingReferences(TablePlan table) throws SQLException {
        List<ReferencingKey> referencing = keysTo(table);
        return referencing.isEmpty()
                ? "true"
                : referencing.stream()
                        .map(key -> "NOT EXISTS (SELECT FROM " + key.sqlTable() + " AS c WHERE "
                                + key.references("c", "t") + ")")
                        .collect(joining(" AND "));
    }
}
