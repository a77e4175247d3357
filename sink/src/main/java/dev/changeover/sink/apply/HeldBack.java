package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.QuarantineReason;

/** A row of an applied user that the target keeps as it is, or does not get, until the reason is gone. */
public record HeldBack(long userId, String table, long v1Id, QuarantineReason reason) {
    public HeldBack {
        requireNonNull(table, "table");
        requireNonNull(reason, "reason");
    }
}
