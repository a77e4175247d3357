package dev.changeover.cutover.assessment;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the next run does with one V1 user. Rows count the user itself.
 *
 * @param identityHash names the user without the email; null when it has none
 * @param targetUserId the target user that makes way, or that was made for it
 * @param doubts why a person should look at it before it is replaced
 */
public record PlannedUser(
        long v1UserId,
        @Nullable String identityHash,
        Fate fate,
        @Nullable Long targetUserId,
        long rowsInserted,
        long rowsChanged,
        long rowsDeleted,
        Set<Doubt> doubts) {

    /** What a stale copy holds that V1 never had: perhaps the person came to V2, too. */
    public enum Doubt {
        OTHER_PASSWORD("other-password"),
        MORE_ROWS("more-rows"),
        LATER_SESSIONS("later-sessions"),
        ROWS_OF_V2("rows-of-v2");

        private final String code;

        Doubt(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    public PlannedUser {
        requireNonNull(fate, "fate");
        doubts = Set.copyOf(doubts);
    }

    /** The same user, whose rows in the target differ from V1's in this many places. */
    public PlannedUser withChanges(long inserted, long changed, long deleted) {
        return new PlannedUser(v1UserId, identityHash, fate, targetUserId, inserted, changed, deleted, doubts);
    }
}
