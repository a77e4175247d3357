package dev.changeover.local.sample;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/** What both applications have seen so far. */
public record LiveWorkloadReport(Side v1, Side v2) {
    /**
     * What one application has seen.
     *
     * @param transactions that were acknowledged
     * @param refused transactions that the database refused because it takes no writes now (read-only, or no privilege): what
     *     a fence does
     * @param unknown transactions whose commit was asked for on a connection that broke before the answer: they may be there
     *     or not, and no row that they touched is held against anybody
     * @param failures all others that were not acknowledged, by SQLSTATE: none of them is there
     * @param longestWait of an acknowledged transaction, from its begin to its commit
     * @param signUps users who signed up
     */
    public record Side(
            long transactions,
            long refused,
            long unknown,
            Map<String, Long> failures,
            Duration longestWait,
            long signUps) {
        public Side {
            requireNonNull(longestWait, "longestWait");
            failures = Map.copyOf(failures);
        }

        /** Transactions of which the application was told that they failed, whatever became of them; not the refused ones. */
        public long failed() {
            return unknown
                    + failures.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    public LiveWorkloadReport {
        requireNonNull(v1, "v1");
        requireNonNull(v2, "v2");
    }
}
