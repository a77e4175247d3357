package dev.changeover.contract.rules;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.PlaceVersion;
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
    /** A row, and how new it is that it is this user's. */
    public record Versioned(SourceRow row, PlaceVersion version) {
        public Versioned {
            requireNonNull(row, "row");
            requireNonNull(version, "version");
        }

        /** A row that hangs on its user itself. */
        public Versioned(SourceRow row, RowVersion version) {
            this(row, PlaceVersion.of(version));
        }
    }

    public SourceUser {
        rows = Map.copyOf(rows);
    }

    public List<Versioned> rowsOf(String table) {
        return rows.getOrDefault(table, List.of());
    }
}
