package dev.changeover.app.pipeline;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.DrillCatalogueCodec;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TopicPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The drill catalogue that the pipeline works with: the last copy in each partition of its topic. Belongs to no group and commits
 * nothing. Confined to one thread.
 */
final class PublishedCatalogue implements AutoCloseable {
    private static final byte[] KEY = DrillCatalogue.KEY.getBytes(StandardCharsets.US_ASCII);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final int ANSWER_MILLIS = 15_000;
    private static final int MAX_POLLS = 50;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, DrillCatalogue> latest = new HashMap<>();

    private PublishedCatalogue(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions;
    }

    static PublishedCatalogue open(String bootstrapServers, String topic) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers);
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return new PublishedCatalogue(consumer, partitions);
        } catch (KafkaException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw unreadable(e);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        try {
            return new KafkaConsumer<>(
                    Map.of(
                            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            bootstrapServers,
                            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                            false,
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                            "earliest",
                            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                            false,
                            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                            TopicPlan.MAX_RECORD_BYTES,
                            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                            ANSWER_MILLIS),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
        } catch (KafkaException e) { // a name that leads nowhere, for example
            throw unreadable(e);
        }
    }

    /** Whether every task of the topology has been given this catalogue, and no other since; no topic yet: it has not. */
    boolean is(DrillCatalogue catalogue) {
        try {
            return !partitions.isEmpty()
                    && hasReadAll()
                    && partitions.stream().allMatch(each -> catalogue.equals(latest.get(each)));
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    private boolean hasReadAll() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (int i = 0; i < MAX_POLLS; i++) {
            if (ends.entrySet().stream().allMatch(each -> consumer.position(each.getKey()) >= each.getValue())) {
                return true;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(GLANCE)) {
                if (Arrays.equals(record.key(), KEY)) {
                    latest.put(
                            new TopicPartition(record.topic(), record.partition()),
                            DrillCatalogueCodec.decode(record.value()));
                }
            }
        }
        return false;
    }

    private static ProblemException unreadable(KafkaException e) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.INCONCLUSIVE,
                        "The published drill catalogue cannot be read from Kafka",
                        e.getClass().getSimpleName(),
                        "look after the broker and start the command again"),
                e);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
