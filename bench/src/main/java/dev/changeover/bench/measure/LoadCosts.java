package dev.changeover.bench.measure;

import static java.util.Objects.requireNonNull;

/**
 * What an initial load wrote and left behind, in bytes unless named otherwise.
 *
 * @param users of V1
 * @param rows of V1's captured tables
 * @param rowsWritten to V2's user tables
 * @param topics what the broker keeps
 * @param transformState local stores of the transform
 * @param targetWal log of V2's server during the load
 * @param ledger tables and indexes of the schema {@code changeover}
 */
record LoadCosts(
        long users, long rows, long rowsWritten, TopicFacts topics, long transformState, long targetWal, long ledger) {
    LoadCosts {
        requireNonNull(topics, "topics");
    }
}
