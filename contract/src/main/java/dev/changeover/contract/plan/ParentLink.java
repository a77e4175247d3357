package dev.changeover.contract.plan;

import static java.util.Objects.requireNonNull;

/** The table that a row hangs on, and the column that names the parent's id, in V1 and V2 alike. */
public record ParentLink(String table, String column) {
    public ParentLink {
        requireNonNull(table, "table");
        requireNonNull(column, "column");
    }
}
