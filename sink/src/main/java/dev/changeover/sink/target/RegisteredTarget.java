package dev.changeover.sink.target;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * A target as its ledger knows it.
 *
 * @param id random, made at the first run
 * @param epoch as of the registration
 * @param hasBaseline whether anything may be written
 */
public record RegisteredTarget(UUID id, String environment, long epoch, boolean hasBaseline) {
    public RegisteredTarget {
        requireNonNull(id, "id");
        requireNonNull(environment, "environment");
    }
}
