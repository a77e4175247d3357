package dev.changeover.bench.load;

/**
 * A number that a transaction left in a user's row, so that V2 shows when it has arrived.
 *
 * @param user V1's id
 * @param number greater than those before of the same user
 * @param committedNanos when V1 had acknowledged the commit, by {@link System#nanoTime()}
 */
public record Mark(long user, long number, long committedNanos) {
    private static final String PREFIX = "bench-";

    static String text(long number) {
        return PREFIX + number;
    }

    /** The number in a text; -1 if there is none. */
    static long numberIn(String text) {
        return text.startsWith(PREFIX) ? Long.parseLong(text.substring(PREFIX.length())) : -1;
    }
}
