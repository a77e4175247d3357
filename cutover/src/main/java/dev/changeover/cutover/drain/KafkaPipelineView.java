package dev.changeover.cutover.drain;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.change.CaptureProgressCodec;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TopicPlan;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The broker, through Kafka's own clients. Belongs to no group and commits nothing. Confined to one thread. */
final class KafkaPipelineView implements PipelineView {
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final int MAX_POLLS = 6;

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> progress;
    private final KafkaConsumer<byte[], byte[]> records;
    private @Nullable CaptureProgress latest;

    private KafkaPipelineView(
            Admin admin, KafkaConsumer<byte[], byte[]> progress, KafkaConsumer<byte[], byte[]> records) {
        this.admin = admin;
        this.progress = progress;
        this.records = records;
    }

    /** @throws ProblemException that is inconclusive when the broker does not answer, or has no topic of capture's progress */
    static KafkaPipelineView open(String bootstrapServers) {
        KafkaPipelineView view = asked(() -> new KafkaPipelineView(
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers)),
                consumer(bootstrapServers, "read_uncommitted"),
                consumer(bootstrapServers, "read_committed")));
        try {
            asked(view::startAtTheEndOfProgress);
            return view;
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
    }

    private long startAtTheEndOfProgress() {
        TopicPartition partition = new TopicPartition(SourceTopics.PROGRESS, 0);
        progress.assign(List.of(partition));
        progress.seekToEnd(List.of(partition));
        return progress.position(partition, ANSWER); // now, not at the first poll: what is told from here on counts
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false, // who only reads makes no topic, also where the broker would
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        1,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        50,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        64 << 10,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        TopicPlan.MAX_RECORD_BYTES,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) ANSWER.toMillis()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public Optional<CaptureProgress> captureProgress() {
        Iterable<ConsumerRecord<byte[], byte[]>> news = asked(() -> progress.poll(Duration.ZERO));
        boolean more = true;
        while (more) {
            more = false;
            for (ConsumerRecord<byte[], byte[]> record : news) {
                latest = CaptureProgressCodec.decode(record.value());
                more = true;
            }
            if (more) {
                news = asked(() -> progress.poll(Duration.ZERO));
            }
        }
        return Optional.ofNullable(latest);
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<String> topics) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        answer(admin.describeTopics(topics).allTopicNames()).forEach((topic, description) -> description
                .partitions()
                .forEach(partition ->
                        wanted.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        answer(admin.listOffsets(wanted).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    @Override
    public Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> answer;
        try {
            answer = answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        } catch (ProblemException e) {
            if (e.getCause() != null && e.getCause().getCause() instanceof GroupIdNotFoundException) {
                return committed;
            }
            throw e;
        }
        answer.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
        return committed;
    }

    @Override
    public Look look(TopicPartition partition, long from, long to) {
        return asked(() -> lookThrough(partition, from, to));
    }

    private Look lookThrough(TopicPartition partition, long from, long to) {
        records.assign(List.of(partition));
        records.seek(partition, from);
        for (int i = 0; i < MAX_POLLS; i++) {
            for (ConsumerRecord<byte[], byte[]> record : records.poll(GLANCE)) {
                // Also when the log begins later than asked for: what was deleted cannot be read by anybody.
                return record.offset() < to ? Look.RECORDS : Look.NOTHING;
            }
            if (records.position(partition) >= to) {
                return Look.NOTHING;
            }
        }
        return Look.HIDDEN;
    }

    @Override
    public int members(String group) {
        try {
            return requireNonNull(
                            answer(admin.describeConsumerGroups(List.of(group)).all())
                                    .get(group))
                    .members()
                    .size();
        } catch (ProblemException e) {
            if (e.getCause() != null && e.getCause().getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw e;
        }
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unreadable(e.getCause() == null ? e : e.getCause(), e);
        } catch (TimeoutException e) {
            throw unreadable(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    /** What a client answers by itself, where it throws Kafka's exceptions. */
    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (InterruptException e) { // which has set the thread's flag again
            throw interrupted(e);
        } catch (KafkaException e) {
            // A client that cannot be made says why in the cause alone.
            throw unreadable(e.getCause() instanceof ConfigException cause ? cause : e, e);
        }
    }

    private static ProblemException unreadable(@Nullable Throwable why, Exception failure) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.INCONCLUSIVE,
                        "The pipeline's position cannot be read from Kafka",
                        why == null ? "no answer in time" : String.valueOf(why.getMessage()),
                        "look after the broker, see that the pipeline has run and made its topics there, and start the"
                                + " command again"),
                failure);
    }

    private static ProblemException interrupted(Exception failure) {
        return new ProblemException(
                new Problem(Problem.Kind.INCONCLUSIVE, "The drain was not finished", "interrupted", "start it again"),
                failure);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        progress.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
        records.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
}
