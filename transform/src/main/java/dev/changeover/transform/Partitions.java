package dev.changeover.transform;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The answers of a partitioner, in words. */
final class Partitions {
    private Partitions() {}

    /** As Kafka's producers do by default, so that equal keys meet in one partition number of every topic. */
    static Optional<Set<Integer>> byKey() {
        return Optional.empty();
    }

    static Optional<Set<Integer>> only(int partition) {
        return Optional.of(Set.of(partition));
    }

    static Optional<Set<Integer>> every(int count) {
        return Optional.of(IntStream.range(0, count).boxed().collect(Collectors.toSet()));
    }
}
