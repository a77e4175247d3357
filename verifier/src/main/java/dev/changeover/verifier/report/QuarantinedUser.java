package dev.changeover.verifier.report;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A user that was not compared because it waits in quarantine. */
public record QuarantinedUser(@Nullable String identityHash, long v1UserId, String reason) {
    public QuarantinedUser {
        requireNonNull(reason, "reason");
    }
}
