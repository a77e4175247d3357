package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a transform runs.
 *
 * @param bootstrapServers the broker, as Kafka's clients take it
 * @param topics the environment whose documents are written
 * @param partitions of every topic that is spread over tasks; never changes for an environment
 * @param stateDirectory of this instance alone; may be lost, and is then rebuilt from the broker
 * @param threads at most as many as three times the partitions do any good
 * @param commitInterval how long changes of one user gather into one document
 * @param cacheBytes for gathering changes, over all threads
 * @param maxDocumentBytes a user with a larger document is quarantined
 */
public record TransformConfig(
        String bootstrapServers,
        TargetTopics topics,
        int partitions,
        Path stateDirectory,
        int threads,
        Duration commitInterval,
        long cacheBytes,
        long maxDocumentBytes) {

    public static final int DEFAULT_THREADS = 2;
    public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(100);
    public static final long DEFAULT_CACHE_BYTES = 32L << 20;
    /** Half of what a record may have, so that its key, its headers and what a batch adds fit in any case. */
    public static final long DEFAULT_MAX_DOCUMENT_BYTES = TopicPlan.MAX_RECORD_BYTES / 2;

    /** What a record needs beside the document. */
    private static final long RECORD_OVERHEAD_BYTES = 1 << 20;

    public TransformConfig {
        requireNonNull(bootstrapServers, "bootstrapServers");
        requireNonNull(topics, "topics");
        requireNonNull(stateDirectory, "stateDirectory");
        requireNonNull(commitInterval, "commitInterval");
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("The transform needs a broker: bootstrapServers is blank");
        }
        require(partitions >= 1, "topics.partitions must be at least 1, but is ", partitions);
        require(threads >= 1, "transform.threads must be at least 1, but is ", threads);
        require(
                commitInterval.toMillis() >= 1,
                "transform.commitInterval must be at least 1 ms, but is ",
                commitInterval.toMillis());
        require(cacheBytes >= 0, "transform.cacheBytes must be 0 or more, but is ", cacheBytes);
        require(
                maxDocumentBytes >= 1 && maxDocumentBytes <= TopicPlan.MAX_RECORD_BYTES - RECORD_OVERHEAD_BYTES,
                "limits.documentBytes must be at least 1 and 1 MiB below the largest record ("
                        + TopicPlan.MAX_RECORD_BYTES + "), but is ",
                maxDocumentBytes);
    }

    /** With the default for everything that has one. */
    public static TransformConfig of(
            String bootstrapServers, TargetTopics topics, int partitions, Path stateDirectory) {
        return new TransformConfig(
                bootstrapServers,
                topics,
                partitions,
                stateDirectory,
                DEFAULT_THREADS,
                DEFAULT_COMMIT_INTERVAL,
                DEFAULT_CACHE_BYTES,
                DEFAULT_MAX_DOCUMENT_BYTES);
    }

    private static void require(boolean holds, String message, long value) {
        if (!holds) {
            throw new IllegalArgumentException(message + value);
        }
    }
}
