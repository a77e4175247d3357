package dev.changeover.verifier.report;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * What became of one fact that must hold inside the target.
 *
 * @param name never changes
 * @param finding one line for people: how many rows were looked at, which ids contradict, what could not be looked at
 */
public record FactFinding(String name, Status status, String finding) {
    /** How the fact stands. */
    public enum Status {
        PASS,
        /** It holds as far as can be seen, and a person should read the finding. */
        WARN,
        FAIL,
        /** It was not looked at. */
        SKIPPED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public FactFinding {
        requireNonNull(name, "name");
        requireNonNull(status, "status");
        requireNonNull(finding, "finding");
    }
}
