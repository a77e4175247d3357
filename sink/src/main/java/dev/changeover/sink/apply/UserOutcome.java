package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.QuarantineReason;

/** How one document ended, once its transaction is committed. */
public sealed interface UserOutcome {
    long userId();

    /** How a user came to be in the target. */
    enum Arrival {
        REPLACED,
        CREATED,
        /** It was there already; the document changed it. */
        CHANGED
    }

    /** The target now says what the document says, held-back rows apart. */
    record Applied(long userId, Arrival arrival) implements UserOutcome {}

    /** The target said so already. */
    record Unchanged(long userId) implements UserOutcome {}

    /** The user is not migrated and need not be: no usable email, or undone. */
    record Skipped(long userId) implements UserOutcome {}

    /** This document, or a later one of the user, was applied or refused before. */
    record Stale(long userId) implements UserOutcome {}

    /** The user is gone in V1, and what was migrated of it is gone in the target. */
    record Deleted(long userId) implements UserOutcome {}

    /**
     * The user is in quarantine, and the target has it as it was.
     *
     * @param detail for a person; holds no value of a row
     */
    record Refused(long userId, QuarantineReason reason, String detail) implements UserOutcome {
        public Refused {
            requireNonNull(reason, "reason");
            requireNonNull(detail, "detail");
        }
    }
}
