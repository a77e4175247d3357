package dev.changeover.capture.broker;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.topic.TopicPlan;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An idempotent producer. A failure is told to the next call that waits, and no record is taken after it. */
public final class KafkaOutbox implements Outbox {
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    public KafkaOutbox(String bootstrapServers) {
        producer = new KafkaProducer<>(settings(requireNonNull(bootstrapServers, "bootstrapServers")));
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "changeover-capture"),
                Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
                Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 5),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10),
                Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicPlan.MAX_RECORD_BYTES),
                Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * TopicPlan.MAX_RECORD_BYTES),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
    public void send(ProducerRecord<byte[], byte[]> message) {
        throwFailure();
        producer.send(message, (written, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
    }

    @Override
    public void awaitAcknowledged() {
        producer.flush();
        throwFailure();
    }

    private void throwFailure() {
        Exception problem = failure.get();
        if (problem != null) {
            throw new KafkaException("The broker did not take a record", problem);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
