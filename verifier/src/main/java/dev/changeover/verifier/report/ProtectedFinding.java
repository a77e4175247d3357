package dev.changeover.verifier.report;

/**
 * The proof that users who are not ours were left alone.
 *
 * @param users users of the target that the sink may never write: the baseline's protected ones, and later arrivals
 * @param rowsLookedAt their rows in the plan's tables, their own among them
 * @param rowsWrittenBySink of those, the rows whose last writer is a recorded transaction of the sink
 * @param usersDeletedBySink protected users of the baseline in the sink's log of deletions
 * @param usersGone protected users of the baseline that the target does not have any more, and the sink did not delete
 * @param rowsOutsideWindow of the rows looked at, those whose last writer has no usable transaction id any more
 * @param transactionsOutsideWindow recorded transactions too old to be told apart from younger ones
 */
public record ProtectedFinding(
        long users,
        long rowsLookedAt,
        long rowsWrittenBySink,
        long usersDeletedBySink,
        long usersGone,
        long rowsOutsideWindow,
        long transactionsOutsideWindow) {

    /** Whether the sink wrote or deleted what is not its own. */
    public boolean isViolated() {
        return rowsWrittenBySink > 0 || usersDeletedBySink > 0;
    }
}
