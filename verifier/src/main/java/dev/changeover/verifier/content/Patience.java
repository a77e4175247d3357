package dev.changeover.verifier.content;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long a user that differs is followed.
 *
 * @param rounds how often it is looked at again, at least 2: the second time shows whether it is still the same
 * @param drain how long each round waits for the pipeline
 */
public record Patience(int rounds, Duration drain) {
    public Patience {
        requireNonNull(drain, "drain");
        if (rounds < 2) {
            throw new IllegalArgumentException(
                    "A user that differs must be looked at again at least 2 times, but rounds is " + rounds);
        }
        if (drain.isNegative() || drain.isZero()) {
            throw new IllegalArgumentException("The wait for the pipeline must be longer than zero, but is " + drain);
        }
    }

    /** Twelve looks, a minute each at most. */
    public static Patience usual() {
        return new Patience(12, Duration.ofMinutes(1));
    }
}
