package dev.changeover.cutover.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One V1 user by the ledger.
 *
 * @param identityHash names the person; empty without an email
 * @param outcome the ledger's word, for example {@code replaced}
 * @param targetUserId the V2 user that was made for it
 * @param replacedUserId the stale V2 user whose place that one took
 * @param position of the last document that was applied or refused: partition and offset
 * @param quarantined entries in quarantine, for the user and its rows
 */
public record UserSummary(
        long v1UserId,
        Optional<String> identityHash,
        String outcome,
        Optional<Long> targetUserId,
        Optional<Long> replacedUserId,
        Optional<String> position,
        Optional<Instant> appliedAt,
        long quarantined) {
    public UserSummary {
        requireNonNull(identityHash, "identityHash");
        requireNonNull(outcome, "outcome");
        requireNonNull(targetUserId, "targetUserId");
        requireNonNull(replacedUserId, "replacedUserId");
        requireNonNull(position, "position");
        requireNonNull(appliedAt, "appliedAt");
    }
}
