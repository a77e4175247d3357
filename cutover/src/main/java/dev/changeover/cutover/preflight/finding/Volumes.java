package dev.changeover.cutover.preflight.finding;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much there is to move, and roughly what it takes. The estimates err on the large side.
 *
 * @param rows rows of each user table of V1, in plan order
 * @param v1Bytes what those tables take on V1's disk, indexes apart
 * @param topicBytes what all topics may grow to
 * @param stateBytes what the stores of the transform may grow to
 * @param targetBytes what the target may grow by: rows, before-images, ledger
 */
public record Volumes(
        Map<String, Long> rows, long v1Bytes, long topicBytes, long stateBytes, long targetBytes, Duration estimate) {
    public Volumes {
        rows = new LinkedHashMap<>(rows);
        requireNonNull(estimate, "estimate");
    }

    public long rowCount() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }
}
