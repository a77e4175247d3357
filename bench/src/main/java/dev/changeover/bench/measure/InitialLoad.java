package dev.changeover.bench.measure;

import static java.util.Objects.requireNonNull;

/**
 * One {@code migrate} of one scale, and the reference beside it.
 *
 * @param seconds wall clock of {@code migrate}, with its start-up
 * @param cpuSeconds of our Java machines
 * @param referenceSeconds of the same rows by PostgreSQL's own means
 * @param peakBytes resident memory of our Java machines
 * @param costs what it left behind
 */
record InitialLoad(double seconds, double cpuSeconds, double referenceSeconds, long peakBytes, LoadCosts costs) {
    InitialLoad {
        requireNonNull(costs, "costs");
    }
}
