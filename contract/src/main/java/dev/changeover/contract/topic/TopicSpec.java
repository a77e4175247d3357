package dev.changeover.contract.topic;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** A topic that must exist, with the settings that the pipeline's promises need. */
public record TopicSpec(String name, int partitions, Map<String, String> settings) {
    public TopicSpec {
        requireNonNull(name, "name");
        if (partitions < 1) {
            throw new IllegalArgumentException("topics.partitions must be at least 1, but is " + partitions);
        }
        settings = Map.copyOf(settings);
    }
}
