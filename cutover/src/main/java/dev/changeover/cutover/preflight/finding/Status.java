package dev.changeover.cutover.preflight.finding;

import java.util.Locale;

/** How a check ended, from the best to the worst. */
public enum Status {
    PASS,
    /** The migration can run; somebody should know this first. */
    WARN,
    /** The migration would not start, would stop, or would not end well. */
    FAIL;

    /** As every report spells it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    Status orWorse(Status other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
