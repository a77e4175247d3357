package dev.changeover.sink;

import dev.changeover.contract.rules.Identity;
import java.util.Set;
import java.util.stream.Collectors;

/** Which V1 users a sink applies. {@link Lowest} and {@link Emails} read the documents from the start and commit no offsets. */
public sealed interface Selection {
    /** Every user, for as long as the sink runs. */
    record All() implements Selection {}

    /** No document of its own accord: only users in quarantine that are due. Runs beside any other sink. */
    record OnlyRetries() implements Selection {}

    /** The eligible users with the lowest V1 ids. */
    record Lowest(int users) implements Selection {
        public Lowest {
            if (users < 1) {
                throw new IllegalArgumentException("--limit must be at least 1, but is " + users);
            }
        }
    }

    /** Users by email, whatever the case of its letters. */
    record Emails(Set<String> emails) implements Selection {
        public Emails {
            emails = Set.copyOf(emails);
            if (emails.isEmpty()
                    || emails.stream().anyMatch(email -> Identity.of(email).isEmpty())) {
                throw new IllegalArgumentException("--user needs an email, and none that is blank");
            }
        }

        /** What makes the emails the same as a user's. */
        Set<String> identities() {
            return emails.stream().flatMap(email -> Identity.of(email).stream()).collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return "Emails[" + emails.size() + "]"; // emails belong in no log
        }
    }
}
