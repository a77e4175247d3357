package dev.changeover.sink.quarantine;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.QuarantineReason;
import java.util.Optional;
import java.util.Set;

/**
 * Which entries of the quarantine to try again, all of these conditions together.
 *
 * @param users V1 ids; empty: any user
 * @param reason empty: for any reason
 * @param take whose row counts, where V1 and V2 both changed it: then no other entries are chosen
 */
public record RetryChoice(Set<Long> users, Optional<QuarantineReason> reason, Optional<Side> take) {
    /** A side of the migration. */
    public enum Side {
        V1,
        V2
    }

    public RetryChoice {
        users = Set.copyOf(users);
        requireNonNull(reason, "reason");
        requireNonNull(take, "take");
    }
}
