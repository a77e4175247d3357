package dev.changeover.verifier.report;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * What became of one fact that must hold inside the target.
 *
 * @param name never changes
 * @param finding one line for people: how many rows were looked at, which ids contradict, what could not be looked at
 * @param migratedRows how many rows were looked at that only a migration can have made; 0 when V2's own are among them
 */
public record FactFinding(String name, Status status, String finding, long migratedRows) {
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

    /** Whether it holds of something that was migrated: a fact about nothing holds, too. */
    public boolean verifiesSomething() {
        return status == Status.PASS && migratedRows > 0;
    }
}
