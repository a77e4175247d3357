package dev.changeover.transform.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.transform.preview.WholeTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Leaves words where every task of the topology reads them: beside the drill catalogue, one copy a partition. Safe for any thread. */
final class CatalogueNotes {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String bootstrapServers;
    private final String topic;

    CatalogueNotes(String bootstrapServers, TargetTopics topics) {
        this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers");
        this.topic = topics.catalogue();
    }

    /**
     * Returns when the broker has acknowledged every copy.
     *
     * @return where each copy lies
     * @throws ProblemException if the broker does not take it in time; part of the tasks may read it then
     */
    Map<TopicPartition, Long> leave(String key, byte[] value) {
        return leave(key, partition -> Optional.of(value));
    }

    /**
     * Leaves once more what was left last under a key, for whoever begins to read at a later word. Nobody may leave another one meanwhile.
     *
     * @throws ProblemException as {@link #leave}
     */
    void repeat(String key) {
        byte[] wanted = key.getBytes(US_ASCII);
        Map<Integer, byte[]> last = new HashMap<>();
        WholeTopic.read(bootstrapServers, topic, record -> {
            if (Arrays.equals(record.key(), wanted)) {
                last.put(record.partition(), record.value());
            }
        });
        var unused = leave(key, partition -> Optional.ofNullable(last.get(partition)));
    }

    private Map<TopicPartition, Long> leave(String key, IntFunction<Optional<byte[]>> valueOfPartition) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(PATIENCE.toMillis() / 2),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Math.toIntExact(PATIENCE.toMillis()));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> copies = new ArrayList<>();
            for (PartitionInfo partition : producer.partitionsFor(topic)) {
                valueOfPartition
                        .apply(partition.partition())
                        .ifPresent(value -> copies.add(producer.send(
                                new ProducerRecord<>(topic, partition.partition(), key.getBytes(US_ASCII), value))));
            }
            Map<TopicPartition, Long> places = new HashMap<>();
            for (Future<RecordMetadata> copy : copies) {
                RecordMetadata place = copy.get();
                places.put(new TopicPartition(topic, place.partition()), place.offset());
            }
            return places;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notAsked("it was interrupted", "start the command again", e);
        } catch (KafkaException | ExecutionException e) {
            throw notAsked(
                    "the broker did not take the request (" + e.getClass().getSimpleName() + ")",
                    "look after the broker and start the command again",
                    e);
        }
    }

    private static ProblemException notAsked(String why, String remedy, Exception cause) {
        return new ProblemException(
                new Problem(Problem.Kind.INCONCLUSIVE, "The replay could not be asked for", why, remedy), cause);
    }
}
