package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.topic.TopicPlan;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What capture is told. Start from {@link #of} and change what differs.
 *
 * @param partitions of each table topic; capture refuses topics that have another number
 * @param slot the replication slot in V1; capture makes it, and nobody else may use it
 * @param publication the publication in V1; made when absent
 * @param maxBatchRecords handed to the broker at once, and acknowledged together
 * @param maxQueueRecords read from V1 ahead of the broker; more than a batch
 * @param pollInterval how long an idle capture sleeps between two looks
 * @param heartbeatInterval how often V1 gets a few bytes of WAL, so that the slot moves and a drain ends
 * @param patience how long V1 or the broker may be away before the stage fails
 * @param maxRecordBytes a larger row becomes an unreadable record
 */
public record CaptureConfig(
        DatabaseAddress v1,
        String bootstrapServers,
        int partitions,
        String slot,
        String publication,
        int maxBatchRecords,
        int maxQueueRecords,
        Duration pollInterval,
        Duration heartbeatInterval,
        Duration patience,
        int maxRecordBytes) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,63}");

    /** The rest of a topic's {@code max.message.bytes} is for the key, the headers and the batch. */
    private static final int LARGEST_RECORD_BYTES = TopicPlan.MAX_RECORD_BYTES - (64 << 10);

    public CaptureConfig {
        requireNonNull(v1, "v1");
        requireNonNull(bootstrapServers, "bootstrapServers");
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException(
                    "kafka.bootstrapServers must name a broker as host:port, but is empty; capture writes there");
        }
        requireAtLeast("topics.partitions", partitions, 1);
        requireName("capture.slot", slot);
        requireName("capture.publication", publication);
        requireAtLeast("capture.maxBatchRecords", maxBatchRecords, 1);
        if (maxQueueRecords <= maxBatchRecords) {
            throw new IllegalArgumentException("capture.maxQueueRecords must be above capture.maxBatchRecords ("
                    + maxBatchRecords + "), but is " + maxQueueRecords + "; a queue feeds the batches");
        }
        requirePositive("capture.pollInterval", pollInterval);
        requirePositive("capture.heartbeatInterval", heartbeatInterval);
        requirePositive("capture.patience", patience);
        if (maxRecordBytes < 1024 || maxRecordBytes > LARGEST_RECORD_BYTES) {
            throw new IllegalArgumentException("capture.maxRecordBytes must be between 1024 and " + LARGEST_RECORD_BYTES
                    + ", which the topics can hold, but is " + maxRecordBytes);
        }
    }

    /** The defaults: tuned for rows of about 1 KB. */
    public static CaptureConfig of(DatabaseAddress v1, String bootstrapServers, int partitions) {
        return new CaptureConfig(
                v1,
                bootstrapServers,
                partitions,
                "changeover",
                "changeover",
                8192,
                32768,
                Duration.ofMillis(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                LARGEST_RECORD_BYTES);
    }

    /** The same with another slot and publication. */
    public CaptureConfig withNames(String otherSlot, String otherPublication) {
        return new CaptureConfig(
                v1,
                bootstrapServers,
                partitions,
                otherSlot,
                otherPublication,
                maxBatchRecords,
                maxQueueRecords,
                pollInterval,
                heartbeatInterval,
                patience,
                maxRecordBytes);
    }

    /** The same with other batches: larger ones are faster and hold more in memory. */
    public CaptureConfig withBatches(int maxRecords, int maxQueued) {
        return new CaptureConfig(
                v1,
                bootstrapServers,
                partitions,
                slot,
                publication,
                maxRecords,
                maxQueued,
                pollInterval,
                heartbeatInterval,
                patience,
                maxRecordBytes);
    }

    /** The same with other times. */
    public CaptureConfig withTimes(Duration heartbeat, Duration longestOutage) {
        return new CaptureConfig(
                v1,
                bootstrapServers,
                partitions,
                slot,
                publication,
                maxBatchRecords,
                maxQueueRecords,
                pollInterval,
                heartbeat,
                longestOutage,
                maxRecordBytes);
    }

    /** The same with a lower limit of a record's size. */
    public CaptureConfig withMaxRecordBytes(int bytes) {
        return new CaptureConfig(
                v1,
                bootstrapServers,
                partitions,
                slot,
                publication,
                maxBatchRecords,
                maxQueueRecords,
                pollInterval,
                heartbeatInterval,
                patience,
                bytes);
    }

    private static void requireAtLeast(String path, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(path + " must be at least " + least + ", but is " + value);
        }
    }

    private static void requireName(String path, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(path + " must be 1 to 63 lower-case letters, digits and underscores, "
                    + "which is what PostgreSQL takes for a slot, but is '" + value + "'");
        }
    }

    private static void requirePositive(String path, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(path + " must be above 0, but is " + value);
        }
    }
}
