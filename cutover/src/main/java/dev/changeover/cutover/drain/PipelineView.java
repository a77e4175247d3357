package dev.changeover.cutover.drain;

import dev.changeover.contract.change.CaptureProgress;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** What the drain has to know of the broker. Confined to one thread. */
interface PipelineView extends AutoCloseable {
    /** What lies between two offsets of a partition. */
    enum Look {
        /** Nothing but transaction markers and aborted records. */
        NOTHING,
        RECORDS,
        /** An open transaction hides it; look again. */
        HIDDEN
    }

    /** The newest progress that capture told since this view was opened: what a dead run said does not count. */
    Optional<CaptureProgress> captureProgress();

    /** The offset after the last record of every partition, records of open transactions included. */
    Map<TopicPartition, Long> ends(Collection<String> topics);

    /** Where the group goes on; a partition that it never committed is absent. */
    Map<TopicPartition, Long> committed(String group);

    /** Looks at the records from one offset (included) to another (not included), in bounded time. */
    Look look(TopicPartition partition, long from, long to);

    /** How many members the group has now; 0 also when there is no such group. */
    int members(String group);

    @Override
    void close();
}
