package dev.changeover.verifier.report;

import java.util.Locale;

/** What became of a V1 user. Each user has exactly one, so that they add up to V1's users. */
public enum Outcome {
    REPLACED,
    CREATED,
    SKIPPED,
    QUARANTINED,
    PENDING,
    UNDONE;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
