package dev.changeover.verifier.report;

import java.util.Locale;

/** How a verification ended. */
public enum Verdict {
    /** Everything that was compared is as it must be, and something was compared. */
    MATCH(0),
    MISMATCH(4),
    /** Nothing can be said: something was not read, not waited for, or there was nothing to compare. */
    INCONCLUSIVE(5);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /** As every report spells it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
