package dev.changeover.sink.target;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.DrillCatalogueCodec;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes catalogues to their topic, one copy a partition, so that every task of the topology has one. */
final class CatalogueTopic implements AutoCloseable {
    private static final byte[] KEY = DrillCatalogue.KEY.getBytes(StandardCharsets.US_ASCII);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    CatalogueTopic(TargetTopics topics, Map<String, Object> brokerSettings) {
        this.topic = topics.catalogue();
        Map<String, Object> settings = new HashMap<>(brokerSettings);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicPlan.MAX_RECORD_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis() / 2));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Returns when the broker has acknowledged every copy. Publishing the same catalogue again is harmless.
     *
     * @throws ProblemException if the broker does not take it in time
     */
    void publish(DrillCatalogue catalogue) throws InterruptedException {
        byte[] value = DrillCatalogueCodec.encode(catalogue);
        try {
            List<Future<?>> copies = new ArrayList<>();
            for (PartitionInfo partition : producer.partitionsFor(topic)) {
                copies.add(producer.send(new ProducerRecord<>(topic, partition.partition(), KEY, value)));
            }
            for (Future<?> copy : copies) {
                copy.get();
            }
        } catch (KafkaException | ExecutionException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "Cannot publish the target's drill catalogue to the topic " + topic,
                            "the broker did not take it (" + name(e) + ")",
                            "check that the broker is reachable, and that the topic exists and may be written"),
                    e);
        }
    }

    private static String name(Exception failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getClass().getSimpleName();
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
    }
}
