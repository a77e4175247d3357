package dev.changeover.app.config;

import static java.util.Objects.requireNonNull;

/**
 * A value and who gave it.
 *
 * @param origin as the user wrote it: a flag, a variable, or a key and its file
 */
record Given(String value, String origin) {
    Given {
        requireNonNull(value, "value");
        requireNonNull(origin, "origin");
    }

    /** Hides the value, which may be a secret. */
    @Override
    public String toString() {
        return origin;
    }
}
