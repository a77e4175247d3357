package dev.changeover.contract.document;

import static java.util.Objects.requireNonNull;

/**
 * A row that is left out of its user's document until the reason is gone. The user goes on without it: a row that V2 does
 * not have yet is not written, one that it has stays as it is.
 */
public record HeldBackRow(String table, long id, QuarantineReason reason) {
    public HeldBackRow {
        requireNonNull(table, "table");
        requireNonNull(reason, "reason");
    }
}
