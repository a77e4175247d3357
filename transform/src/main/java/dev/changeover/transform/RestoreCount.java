package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Counts what is read to restore state. Called by any of Kafka Streams' threads. */
record RestoreCount(AtomicLong records) implements StateRestoreListener {
    RestoreCount {
        requireNonNull(records, "records");
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
        records.incrementAndGet(); // that it has begun is a sign of life as well
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEnd, long restored) {
        records.addAndGet(restored);
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long restored) {
        records.incrementAndGet();
    }
}
