package dev.changeover.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.topic.TopicPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes texts to a broker's topics and reads them back. */
final class TopicClient {
    private TopicClient() {}

    static void produce(String bootstrapServers, String topic, String value) {
        try (var producer = producer(bootstrapServers)) {
            assertThat(send(producer, topic, value)).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "max.request.size",
                TopicPlan.MAX_RECORD_BYTES,
                "buffer.memory",
                TopicPlan.MAX_RECORD_BYTES + 1024);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Ends when the broker has acknowledged the record. */
    static Future<RecordMetadata> send(KafkaProducer<byte[], byte[]> producer, String topic, String value) {
        return producer.send(new ProducerRecord<>(topic, "7".getBytes(UTF_8), value.getBytes(UTF_8)));
    }

    /** What one poll finds from the topic's start. */
    static List<String> consume(String bootstrapServers, String topic, int partitions) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList());
            List<String> values = new ArrayList<>();
            consumer.poll(Duration.ofSeconds(60)).forEach(each -> values.add(new String(each.value(), UTF_8)));
            return values;
        }
    }
}
