package dev.changeover.verifier.report;

import static java.util.Objects.requireNonNull;

/**
 * The rows of one table, of the users of one cohort that were compared.
 *
 * @param cohort replaced or created
 * @param expected rows that V2 must have
 * @param found rows that it has, extra ones among them
 * @param heldBack rows that wait, and are not expected
 */
public record TableCount(String table, Outcome cohort, long expected, long found, long heldBack) {
    public TableCount {
        requireNonNull(table, "table");
        requireNonNull(cohort, "cohort");
    }

    public boolean agrees() {
        return expected == found;
    }
}
