package dev.changeover.sink;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.apply.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches off the documents topic, bounded in users and in bytes, and tells the broker how far the sink has come. Confined to
 * one thread.
 *
 * <p>It polls only when all that it read before was handed out, so that nothing is in hand while partitions change owners.
 */
final class BatchReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchReader.class);
    private static final long MAX_BATCH_BYTES = 24L << 20;
    private static final Duration WAIT = Duration.ofMillis(200);

    /** A topic that is gone sends no records, by which it would be noticed. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);
    /** A commit that takes longer is tried again after the next batch: closing must not wait for a broker that is away. */
    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final DocumentsTopicWatch topic;
    private final LongPredicate wanted;
    private final int maxUsers;
    private final Deque<ConsumerRecord<byte[], byte[]>> read = new ArrayDeque<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private boolean unverified;
    private long lookedAt = System.nanoTime();
    private boolean answered = true;

    /**
     * A reader over a consumer that is subscribed or assigned already, and that it closes.
     *
     * @param wanted which users' documents are handed out to be applied
     */
    BatchReader(Consumer<byte[], byte[]> consumer, DocumentsTopicWatch topic, LongPredicate wanted, int maxUsers) {
        this.consumer = consumer;
        this.topic = topic;
        this.wanted = wanted;
        this.maxUsers = maxUsers;
    }

    /**
     * The next documents, in the order of their partitions; waits a moment if there are none.
     *
     * @throws ProblemException if it is not known where to go on, or the topic is another one by now
     */
    DocumentBatch next() throws InterruptedException {
        answered = true;
        if (read.isEmpty()) {
            poll();
        }
        if (unverified || System.nanoTime() - lookedAt > LOOK_INTERVAL.toNanos()) {
            unverified = !topic.isStillOurs();
            lookedAt = System.nanoTime();
        }
        List<Delivery> batch = new ArrayList<>();
        List<UserDocument> leftOut = new ArrayList<>();
        if (unverified) {
            answered = false;
            return new DocumentBatch(batch, leftOut);
        }
        long bytes = 0;
        while (!read.isEmpty() && batch.size() < maxUsers && bytes < MAX_BATCH_BYTES) {
            ConsumerRecord<byte[], byte[]> record = read.removeFirst();
            if (record.value() == null) {
                continue;
            }
            bytes += record.value().length;
            Delivery delivery = Deliveries.of(record, false);
            if (wanted.test(delivery.document().userId())) {
                batch.add(delivery);
            } else {
                leftOut.add(delivery.document());
            }
        }
        return new DocumentBatch(batch, leftOut);
    }

    private void poll() throws InterruptedException {
        try {
            consumer.poll(WAIT).forEach(read::add);
        } catch (NoOffsetForPartitionException e) {
            boolean unused = topic.isStillOurs(); // says it better if the topic was made again, and is shorter
            throw noOffset(e);
        } catch (OffsetOutOfRangeException e) {
            boolean unused = topic.isStillOurs(); // likewise
            throw LostPlace.outOfRange(
                    e.offsetOutOfRangePartitions().keySet().iterator().next());
        } catch (RetriableException e) {
            answered = false;
        } catch (FencedInstanceIdException e) {
            throw BrokerFailure.replaced(e);
        } catch (KafkaException e) {
            throw BrokerFailure.of("The documents cannot be read", e);
        }
        unverified |= !read.isEmpty();
    }

    private ProblemException noOffset(NoOffsetForPartitionException failure) {
        return LostPlace.noOffset(
                failure.partitions().iterator().next(), consumer.groupMetadata().groupId());
    }

    /** Whether the broker answered all that it was asked since {@link #next} was called last. */
    boolean brokerAnswers() {
        return answered;
    }

    /**
     * Commits how far the consumer has come, transaction markers included, but for what was not handed out yet. A partition that
     * went to another member meanwhile is that one's now: it reads the documents again, and they are stale.
     *
     * @throws ProblemException if another sink has this one's name
     */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        passed().forEach((partition, offset) -> {
            if (!offset.equals(committed.get(partition))) {
                offsets.put(partition, new OffsetAndMetadata(offset));
            }
        });
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, COMMIT_PATIENCE);
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        } catch (RetriableException e) {
            answered = false;
        } catch (FencedInstanceIdException e) {
            throw BrokerFailure.replaced(e);
        } catch (CommitFailedException | RebalanceInProgressException e) {
            committed.clear();
            LOG.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("offsets were not committed");
        }
    }

    /** For each partition, the offset before which every document was handed out. */
    Map<TopicPartition, Long> passed() {
        Map<TopicPartition, Long> passed = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            try {
                passed.put(partition, consumer.position(partition, COMMIT_PATIENCE));
            } catch (TimeoutException e) { // a partition that has come just now
                answered = false;
            } catch (NoOffsetForPartitionException e) {
                throw noOffset(e);
            }
        }
        read.descendingIterator()
                .forEachRemaining(
                        record -> passed.put(new TopicPartition(record.topic(), record.partition()), record.offset()));
        return passed;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(3)));
    }
}
