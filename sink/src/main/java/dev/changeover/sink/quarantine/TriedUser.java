package dev.changeover.sink.quarantine;

import dev.changeover.contract.document.QuarantineReason;
import java.util.Set;

/**
 * How a user stands after it was to be tried again.
 *
 * @param tried whether a sink has come to it since
 * @param reasons of its entries that are still open
 * @param decided rows of it that stay as V2 has them because an operator said so
 */
public record TriedUser(long v1UserId, boolean tried, Set<QuarantineReason> reasons, long decided) {
    public TriedUser {
        reasons = Set.copyOf(reasons);
    }

    /** Tried, and nothing of it is refused any more. */
    public boolean isSettled() {
        return tried && reasons.isEmpty();
    }
}
