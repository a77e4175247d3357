package dev.changeover.transform.row;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the topology goes on in the partitions that it reads, as of the start of this process: what lies before was taken, or passed over
 * by a person on purpose. Safe for any thread.
 *
 * @param next by partition; empty at the topology's first start
 */
public record StartOffsets(Map<TopicPartition, Long> next) {
    public static final StartOffsets NONE = new StartOffsets(Map.of());

    public StartOffsets {
        next = Map.copyOf(next);
    }

    /** The next offset; 0 where none is known. */
    long of(String topic, int partition) {
        return next.getOrDefault(new TopicPartition(topic, partition), 0L);
    }
}
