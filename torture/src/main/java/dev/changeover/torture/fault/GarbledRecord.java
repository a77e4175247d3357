package dev.changeover.torture.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.changeover.contract.topic.SourceTopics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Somebody else's record in a topic of capture: its key names a row, and its value says nothing. Ready to be written at once. Confined to
 * one thread.
 */
final class GarbledRecord implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final ProducerRecord<byte[], byte[]> written;

    private GarbledRecord(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> written) {
        this.producer = requireNonNull(producer, "producer");
        this.written = requireNonNull(written, "written");
    }

    /** Goes to the partition of the row's own records. */
    static GarbledRecord of(String bootstrapServers, String table, long row) {
        byte[] key = ("{\"id\":" + row + "}").getBytes(UTF_8);
        byte[] value = "{\"after\":{\"id\":".getBytes(UTF_8);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        String topic = SourceTopics.ofTable(table);
        producer.partitionsFor(topic); // waits until it knows the broker
        return new GarbledRecord(producer, new ProducerRecord<>(topic, key, value));
    }

    /** Returns when the broker has it. */
    void write() throws InterruptedException {
        try {
            producer.send(written).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker did not take a record", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
