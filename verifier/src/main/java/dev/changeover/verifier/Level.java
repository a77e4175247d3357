package dev.changeover.verifier;

import java.util.Locale;

/** How much is verified. */
public enum Level {
    /** Every row is there, once, and belongs to the right user; no values. */
    COUNTS,
    /** Every column of every row as well. */
    CONTENT,
    /** Facts that must hold inside the target, V1 not being read. */
    INVARIANTS,
    /** Content and invariants. */
    ALL;

    /** As the command line spells it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean readsV1() {
        return this != INVARIANTS;
    }

    boolean readsValues() {
        return this == CONTENT || this == ALL;
    }

    boolean checksInvariants() {
        return this == INVARIANTS || this == ALL;
    }
}
