package dev.changeover.contract.rules;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.change.SourceRow;
import java.util.List;
import java.util.Map;

/**
 * All rows of one V1 user as V1 has them, {@code users} itself among them.
 *
 * @param rows by table, each table's rows in V1 id order
 */
public record SourceUser(long id, Map<String, List<Versioned>> rows) {
    /** A row and how new it is, the parents that lead to the user included. */
    public record Versioned(SourceRow row, RowVersion version) {
        public Versioned {
            requireNonNull(row, "row");
            requireNonNull(version, "version");
        }
    }

    public SourceUser {
        rows = Map.copyOf(rows);
    }

    public List<Versioned> rowsOf(String table) {
        return rows.getOrDefault(table, List.of());
    }
}
