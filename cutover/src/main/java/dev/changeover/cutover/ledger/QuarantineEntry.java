package dev.changeover.cutover.ledger;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.QuarantineReason;
import java.time.Instant;
import java.util.Optional;

/**
 * A user, or one row of a user, in quarantine.
 *
 * @param identityHash names the person; empty without an email
 * @param table and {@code rowId} in V1: empty and 0 for a whole user
 * @param detail for a person; no value of a row
 * @param nextAttempt empty: only when told
 * @param keepsV2 an operator decided that the row stays as V2 has it
 */
public record QuarantineEntry(
        long v1UserId,
        Optional<String> identityHash,
        Kind kind,
        String table,
        long rowId,
        QuarantineReason reason,
        String detail,
        Instant since,
        int attempts,
        Optional<Instant> nextAttempt,
        boolean keepsV2) {
    /** What stays out. */
    public enum Kind {
        USER,
        ROW
    }

    public QuarantineEntry {
        requireNonNull(identityHash, "identityHash");
        requireNonNull(kind, "kind");
        requireNonNull(table, "table");
        requireNonNull(reason, "reason");
        requireNonNull(detail, "detail");
        requireNonNull(since, "since");
        requireNonNull(nextAttempt, "nextAttempt");
    }

    /** What to do, or that nothing is left to do. */
    public String remedy() {
        return keepsV2
                ? "nothing: it was decided that V2's row stays; quarantine retry --take v1 takes that back"
                : remedy(kind, reason);
    }

    /** What to do about entries of this kind and reason. Of a user that is gone in V2 there is nothing to decide. */
    public static String remedy(Kind kind, QuarantineReason reason) {
        return kind == Kind.USER && reason == QuarantineReason.CHANGED_IN_V2
                ? "nothing: the user was deleted in V2, and stays so"
                : reason.remedy();
    }
}
