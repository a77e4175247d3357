package dev.changeover.verifier.report;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A row that is known not to be as V1 has it, with the reason; its user was compared without it. */
public record HeldBack(@Nullable String identityHash, long v1UserId, String table, long v1Id, String reason) {
    public HeldBack {
        requireNonNull(table, "table");
        requireNonNull(reason, "reason");
    }
}
