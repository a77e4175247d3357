package dev.changeover.cutover.ledger;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One user of the target as the baseline has it.
 *
 * @param v1Users that may replace it, or the one that it was made for
 */
public record BaselineUser(long targetUserId, Standing standing, List<Long> v1Users) {
    /** What may become of it. */
    public enum Standing {
        STALE("stale: its V1 user replaces it"),
        PROTECTED("protected: never written"),
        LATER("came after the baseline: never written"),
        MADE("made by the migration");

        private final String meaning;

        Standing(String meaning) {
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }

    public BaselineUser {
        requireNonNull(standing, "standing");
        v1Users = List.copyOf(v1Users);
    }
}
