package dev.changeover.verifier.report;

import java.util.List;

/**
 * Things found: all of them counted, the first of them listed.
 *
 * @param total never less than the number of those listed
 */
public record Counted<T>(long total, List<T> listed) {
    public Counted {
        listed = List.copyOf(listed);
        if (total < listed.size()) {
            throw new IllegalArgumentException("More is listed (" + listed.size() + ") than counted (" + total + ")");
        }
    }

    public static <T> Counted<T> none() {
        return new Counted<>(0, List.of());
    }

    public boolean isEmpty() {
        return total == 0;
    }
}
