package dev.changeover.verifier.report;

import java.util.List;
import java.util.Map;

/**
 * What the comparison of users found.
 *
 * @param outcomes V1's users by outcome; they add up to V1's users that were looked at
 * @param deletedInV1 users that only the ledger knows
 * @param usersCompared users whose every row was compared
 * @param rowsCompared pairs of rows that were compared
 * @param eligible whether V1 has a user that can be migrated, among those looked at
 * @param changing V1 ids of users that changed at every look
 * @param unsettled V1 ids of users that differ, and for which the pipeline could not be waited for
 */
public record ContentFinding(
        Map<Outcome, Long> outcomes,
        long deletedInV1,
        long usersCompared,
        long rowsCompared,
        boolean eligible,
        Counted<Mismatch> mismatches,
        Counted<QuarantinedUser> quarantined,
        Counted<HeldBack> heldBack,
        Counted<Long> changing,
        Counted<Long> unsettled,
        List<TableCount> counts) {

    public ContentFinding {
        outcomes = Map.copyOf(outcomes);
        counts = List.copyOf(counts);
    }

    public long of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** V1's users that were looked at. */
    public long v1Users() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }
}
