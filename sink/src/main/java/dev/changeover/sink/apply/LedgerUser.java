package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's entry of one V1 user.
 *
 * @param identity what it claims; null without a usable email
 * @param targetUserId the V2 user that the sink made for it
 * @param replacedUserId the stale V2 user whose place that one took
 * @param position of the last document that was applied or refused
 */
record LedgerUser(
        long id,
        @Nullable String identity,
        Outcome outcome,
        @Nullable Long targetUserId,
        @Nullable Long replacedUserId,
        @Nullable Position position) {

    /** The words of the ledger's column. */
    enum Outcome {
        PENDING,
        REPLACED,
        CREATED,
        SKIPPED,
        QUARANTINED,
        UNDONE,
        DELETED;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Outcome ofCode(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    LedgerUser {
        requireNonNull(outcome, "outcome");
    }

    /** A user that the ledger has only just heard of. */
    static LedgerUser unknown(long id) {
        return new LedgerUser(id, null, Outcome.PENDING, null, null, null);
    }

    boolean isMigrated() {
        return targetUserId != null;
    }

    /** Migrated, and nothing was wrong with it at its last document. */
    boolean isSettled() {
        return isMigrated() && (outcome == Outcome.REPLACED || outcome == Outcome.CREATED);
    }

    LedgerUser ended(Outcome ending, Position at) {
        return new LedgerUser(id, identity, ending, targetUserId, replacedUserId, at);
    }

    LedgerUser withTarget(@Nullable Long target, @Nullable Long replaced) {
        return new LedgerUser(id, identity, outcome, target, replaced, position);
    }

    LedgerUser claiming(@Nullable String claimed) {
        return new LedgerUser(id, claimed, outcome, targetUserId, replacedUserId, position);
    }
}
