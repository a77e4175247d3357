package dev.changeover.contract.rules;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What makes two emails the same person's: the email in lower case, compared exactly. */
public final class Identity {
    private Identity() {}

    /** The identity that an email claims; empty for a user without a usable email, who is not eligible. */
    public static Optional<String> of(@Nullable String email) {
        if (email == null || WhiteSpace.isBlank(email)) {
            return Optional.empty();
        }
        return Optional.of(email.toLowerCase(Locale.ROOT));
    }
}
