package dev.changeover.verifier.read;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.rules.SourceUser;

/**
 * A V1 user as one snapshot has it.
 *
 * @param stamp a hash of which rows there are and which transactions wrote them: it changes with any write to the user,
 *     also one that puts the old value back
 */
public record ReadUser(SourceUser user, long stamp) {
    public ReadUser {
        requireNonNull(user, "user");
    }
}
