package dev.changeover.sink;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.topic.TargetTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a sink runs. Start from {@link #of} and change what differs.
 *
 * @param v1 read once, for the baseline, and to resolve a selection
 * @param topics name the environment as well
 * @param partitions of the documents topic, which must have as many
 * @param stateDirectory of one or several sinks of this target; keeps the names by which the broker knows one that starts again
 * @param threads that apply documents; more than partitions are of no use
 * @param batchUsers documents in one transaction at most; fewer when they are large
 * @param batchDelay pause of each thread after a batch, to spare the target
 * @param maxErrors the sink stops at this many users that cannot be written; 0 means never
 * @param createIndexes whether the sink may make the indexes that it needs in the target
 * @param overrides {@code drills.overrides}: exact V1 title to a uuid of the target
 */
public record SinkConfig(
        DatabaseAddress v1,
        DatabaseAddress target,
        TargetTopics topics,
        String bootstrapServers,
        int partitions,
        Path stateDirectory,
        int threads,
        int batchUsers,
        Duration batchDelay,
        FailureMode failureMode,
        int maxErrors,
        boolean createIndexes,
        Map<String, String> overrides,
        Selection selection) {
    static final int DEFAULT_BATCH_USERS = 200;

    public SinkConfig {
        requireNonNull(v1, "v1");
        requireNonNull(target, "target");
        requireNonNull(topics, "topics");
        requireNonNull(bootstrapServers, "bootstrapServers");
        requireNonNull(stateDirectory, "stateDirectory");
        requireNonNull(batchDelay, "batchDelay");
        requireNonNull(failureMode, "failureMode");
        requireNonNull(selection, "selection");
        overrides = Map.copyOf(overrides);
        requireAtLeast(1, partitions, "topics.partitions");
        requireAtLeast(1, threads, "sink.threads");
        requireAtLeast(1, batchUsers, "sink.batchSize");
        requireAtLeast(0, maxErrors, "sink.maxErrors");
        if (batchDelay.isNegative()) {
            throw new IllegalArgumentException("sink.batchDelay must not be negative, but is " + batchDelay);
        }
    }

    /** All users, two threads, batches of 200, quarantine without a limit, indexes allowed. */
    public static SinkConfig of(
            DatabaseAddress v1,
            DatabaseAddress target,
            TargetTopics topics,
            String bootstrapServers,
            int partitions,
            Path stateDirectory) {
        return new SinkConfig(
                v1,
                target,
                topics,
                bootstrapServers,
                partitions,
                stateDirectory,
                Math.min(2, partitions),
                DEFAULT_BATCH_USERS,
                Duration.ZERO,
                FailureMode.QUARANTINE,
                0,
                true,
                Map.of(),
                new Selection.All());
    }

    public SinkConfig withBatches(int users, Duration delay) {
        return new SinkConfig(
                v1,
                target,
                topics,
                bootstrapServers,
                partitions,
                stateDirectory,
                threads,
                users,
                delay,
                failureMode,
                maxErrors,
                createIndexes,
                overrides,
                selection);
    }

    public SinkConfig withFailures(FailureMode mode, int limit) {
        return new SinkConfig(
                v1,
                target,
                topics,
                bootstrapServers,
                partitions,
                stateDirectory,
                threads,
                batchUsers,
                batchDelay,
                mode,
                limit,
                createIndexes,
                overrides,
                selection);
    }

    public SinkConfig withThreads(int number) {
        return new SinkConfig(
                v1,
                target,
                topics,
                bootstrapServers,
                partitions,
                stateDirectory,
                number,
                batchUsers,
                batchDelay,
                failureMode,
                maxErrors,
                createIndexes,
                overrides,
                selection);
    }

    /** What may be made in the target, and how its drills are matched. */
    public SinkConfig withTargetRules(boolean mayCreateIndexes, Map<String, String> drillOverrides) {
        return new SinkConfig(
                v1,
                target,
                topics,
                bootstrapServers,
                partitions,
                stateDirectory,
                threads,
                batchUsers,
                batchDelay,
                failureMode,
                maxErrors,
                mayCreateIndexes,
                drillOverrides,
                selection);
    }

    public SinkConfig withSelection(Selection users) {
        return new SinkConfig(
                v1,
                target,
                topics,
                bootstrapServers,
                partitions,
                stateDirectory,
                threads,
                batchUsers,
                batchDelay,
                failureMode,
                maxErrors,
                createIndexes,
                overrides,
                users);
    }

    private static void requireAtLeast(int minimum, int value, String path) {
        if (value < minimum) {
            throw new IllegalArgumentException(path + " must be at least " + minimum + ", but is " + value);
        }
    }
}
