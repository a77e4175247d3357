package dev.changeover.verifier.report;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as it must be. Says where, never what: no value of a row.
 *
 * @param identityHash names the user without the email; null when V1 has no usable email for it
 * @param v1Id the row's id in V1; null for a row that V1 does not have
 * @param v2Id the row's id in V2, where one is known
 * @param column null when the whole row is concerned
 */
public record Mismatch(
        @Nullable String identityHash,
        long v1UserId,
        String table,
        @Nullable Long v1Id,
        @Nullable Long v2Id,
        @Nullable String column,
        Kind kind) {

    /** What is wrong with it. */
    public enum Kind {
        /** V1 has it, V2 does not. */
        MISSING,
        /** V2 has it, and nothing in V1 explains it. */
        EXTRA,
        /** Two rows of V1 have one row of V2 between them. */
        DOUBLED,
        /** The column has another value than it must have. */
        VALUE,
        /** The row hangs on another parent than in V1. */
        PARENT,
        /** The ledger contradicts itself or the target. */
        LEDGER;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Mismatch {
        requireNonNull(table, "table");
        requireNonNull(kind, "kind");
    }
}
