package dev.changeover.contract.change;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What capture announces on the control topic, one copy a partition, about a snapshot generation. */
public sealed interface SnapshotEvent {
    int generation();

    /** The generation's snapshot begins. Documents wait from here on. */
    record Started(int generation) implements SnapshotEvent {}

    /**
     * The generation's snapshot is complete, and acknowledged by the broker.
     *
     * @param ends for each captured table, by partition of its topic, the offset after the snapshot's last record
     */
    record Ended(int generation, Map<String, List<Long>> ends) implements SnapshotEvent {
        public Ended {
            requireNonNull(ends, "ends");
            ends = ends.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
        }
    }
}
