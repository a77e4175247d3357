package dev.changeover.sink.apply;

import java.util.ArrayList;
import java.util.List;

/**
 * What one batch did, all of it committed.
 *
 * @param outcomes one a user of the batch
 * @param heldBack every row of the batch's users that is held back now
 * @param rowsWritten rows inserted, updated and deleted in the target's own tables
 */
public record BatchResult(List<UserOutcome> outcomes, List<HeldBack> heldBack, long rowsWritten) {
    static final BatchResult NOTHING = new BatchResult(List.of(), List.of(), 0);

    public BatchResult {
        outcomes = List.copyOf(outcomes);
        heldBack = List.copyOf(heldBack);
    }

    BatchResult and(BatchResult other) {
        List<UserOutcome> allOutcomes = new ArrayList<>(outcomes);
        allOutcomes.addAll(other.outcomes);
        List<HeldBack> allHeldBack = new ArrayList<>(heldBack);
        allHeldBack.addAll(other.heldBack);
        return new BatchResult(allOutcomes, allHeldBack, rowsWritten + other.rowsWritten);
    }
}
