package dev.changeover.capture.broker;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.contract.topic.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What capture reads of the broker: its topics' partitions and ends, and the small compacted topics. Each question has a
 * connection of its own. A broker that is away shows as {@link BrokerAway} or as Kafka's own exception. May be called
 * from any thread.
 */
public final class Broker {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String bootstrapServers;

    public Broker(String bootstrapServers) {
        this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers");
    }

    /**
     * Looks whether the topics are as planned.
     *
     * @throws ProblemException when one is missing, or has another number of partitions
     * @throws BrokerAway when the broker does not answer
     */
    public void requireTopics(int partitions) {
        try (Admin admin = admin()) {
            List<TopicSpec> planned = TopicPlan.source(partitions);
            Map<String, KafkaFuture<TopicDescription>> found = admin.describeTopics(
                            planned.stream().map(TopicSpec::name).toList())
                    .topicNameValues();
            for (TopicSpec topic : planned) {
                int actual = partitionsOf(requireNonNull(found.get(topic.name())));
                if (actual != topic.partitions()) {
                    throw new ProblemException(mismatch(topic, actual));
                }
            }
        }
    }

    private int partitionsOf(KafkaFuture<TopicDescription> topic) {
        try {
            return topic.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .partitions()
                    .size();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw new BrokerAway(bootstrapServers, failed);
        } catch (TimeoutException late) {
            throw new BrokerAway(bootstrapServers, late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new BrokerAway(bootstrapServers, stopped);
        }
    }

    private static Problem mismatch(TopicSpec topic, int actual) {
        return actual == 0
                ? new Problem(
                        Problem.Kind.REFUSED,
                        "The topic " + topic.name() + " does not exist",
                        "capture writes only topics that were made on purpose",
                        "make the topics of the plan before capture starts")
                : new Problem(
                        Problem.Kind.REFUSED,
                        "The topic " + topic.name() + " has " + actual + " partitions, and topics.partitions is "
                                + topic.partitions(),
                        "another number sends a row's later changes to another partition, and their order is lost",
                        "set topics.partitions to " + actual);
    }

    /** For each captured table, by partition of its topic, the offset after its last record. */
    public Map<String, List<Long>> tableEnds(int partitions) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = new ArrayList<>();
            for (String table : MigrationPlan.capturedTables()) {
                for (int partition = 0; partition < partitions; partition++) {
                    all.add(new TopicPartition(SourceTopics.ofTable(table), partition));
                }
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(all, PATIENCE);
            Map<String, List<Long>> byTable = new LinkedHashMap<>();
            for (String table : MigrationPlan.capturedTables()) {
                byTable.put(
                        table,
                        all.stream()
                                .filter(each -> each.topic().equals(SourceTopics.ofTable(table)))
                                .sorted(Comparator.comparingInt(TopicPartition::partition))
                                .map(each -> requireNonNull(ends.get(each)))
                                .toList());
            }
            return byTable;
        }
    }

    /** The last value of each key of a compacted topic of one partition. A key whose last value is null is left out. */
    public Map<String, byte[]> latest(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            TopicPartition only = new TopicPartition(topic, 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long end =
                    requireNonNull(consumer.endOffsets(List.of(only), PATIENCE).get(only));
            Map<String, byte[]> values = new HashMap<>();
            long position = consumer.position(only, PATIENCE);
            while (position < end) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(PATIENCE);
                position = requireProgress(position, consumer.position(only, PATIENCE), topic);
                for (ConsumerRecord<byte[], byte[]> each : records) {
                    String key = new String(each.key(), StandardCharsets.UTF_8);
                    if (each.value() == null) {
                        values.remove(key);
                    } else {
                        values.put(key, each.value());
                    }
                }
            }
            return values;
        }
    }

    /** A broker that goes away in the middle answers a poll with nothing, again and again. */
    private static long requireProgress(long before, long after, String topic) {
        if (after == before) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    "Nothing more of " + topic + " came in " + PATIENCE.toSeconds() + " s");
        }
        return after;
    }

    private Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
    }
}
