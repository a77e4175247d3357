package dev.changeover.verifier.continuous;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.content.PipelinePosition;
import java.time.Duration;
import java.util.Map;

/**
 * What is verified all the time, and at which pace.
 *
 * @param drillOverrides V1 title to V2 uuid, as the transform is configured
 * @param bootstrapServers of the broker that has the documents
 * @param pipeline knows whether a difference is only under way; asked by one thread
 * @param period in which every user is looked at once, {@code verifier.period}
 * @param maxRowsPerSecond most rows that are read from each database, {@code verifier.maxRowsPerSecond}
 * @param patience how often a user that differs is looked at again; its time is also how long one may stay unsettled, and
 *     a document unapplied, before it is told
 */
public record ContinuousConfig(
        DatabaseAddress v1,
        DatabaseAddress target,
        TargetTopics topics,
        String bootstrapServers,
        Map<String, String> drillOverrides,
        PipelinePosition pipeline,
        Duration period,
        int maxRowsPerSecond,
        Patience patience) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    public ContinuousConfig {
        requireNonNull(v1, "v1");
        requireNonNull(target, "target");
        requireNonNull(topics, "topics");
        requireNonNull(bootstrapServers, "bootstrapServers");
        requireNonNull(pipeline, "pipeline");
        requireNonNull(patience, "patience");
        drillOverrides = Map.copyOf(drillOverrides);
        if (period.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("verifier.period must be at least 1s, but is " + period
                    + "; each look costs V1 a scan of its tables");
        }
        if (maxRowsPerSecond < 1) {
            throw new IllegalArgumentException(
                    "verifier.maxRowsPerSecond must be at least 1, but is " + maxRowsPerSecond);
        }
    }
}
