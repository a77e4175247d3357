package dev.changeover.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.contract.topic.TopicSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerIT {
    private static final TopicSpec TOPIC = new TopicSpec("kept", 2, Map.of());

    @TempDir
    Path directory;

    @Test
    void hasEveryTopicOfThePlanHoweverOftenTheyAreCreated() {
        try (LocalBroker broker = LocalBroker.startTemporary()) {
            List<TopicSpec> topics = TopicPlan.target(new TargetTopics("staging"), 4);
            broker.createTopics(topics);
            broker.createTopics(topics);
            broker.createTopics(TopicPlan.source(4));

            produce(broker, topics.get(0).name(), "first");
            assertThat(consume(broker, topics.get(0).name(), 4)).containsExactly("first");
        }
    }

    @Test
    void refusesToCarryOnWithAnotherNumberOfPartitions() {
        try (LocalBroker broker = LocalBroker.startTemporary()) {
            broker.createTopics(List.of(TOPIC));

            assertThatThrownBy(() -> broker.createTopics(List.of(new TopicSpec("kept", 3, Map.of()))))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("'kept' has 2 partitions");
        }
    }

    @Test
    void keepsTopicsRecordsAndAddressAcrossARestart() {
        String address;
        try (LocalBroker broker = LocalBroker.start(new LocalBrokerConfig(directory, 0))) {
            address = broker.bootstrapServers();
            broker.createTopics(List.of(TOPIC));
            produce(broker, "kept", "before");
        }

        try (LocalBroker broker = LocalBroker.start(new LocalBrokerConfig(directory, 0))) {
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(consume(broker, "kept", 2)).containsExactly("before");
        }
    }

    @Test
    void takesARecordOfTheLargestSizeAndGivesItBack() {
        try (LocalBroker broker = LocalBroker.startTemporary()) {
            TopicSpec documents =
                    TopicPlan.target(new TargetTopics("staging"), 1).get(0);
            broker.createTopics(List.of(documents));
            String large = "x".repeat(TopicPlan.MAX_RECORD_BYTES - 1024);

            produce(broker, documents.name(), large);

            assertThat(consume(broker, documents.name(), 1)).containsExactly(large);
        }
    }

    private static void produce(LocalBroker broker, String topic, String value) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "max.request.size",
                TopicPlan.MAX_RECORD_BYTES,
                "buffer.memory",
                TopicPlan.MAX_RECORD_BYTES + 1024);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            assertThat(producer.send(new ProducerRecord<>(topic, "7".getBytes(UTF_8), value.getBytes(UTF_8))))
                    .succeedsWithin(Duration.ofSeconds(30));
        }
    }

    private static List<String> consume(LocalBroker broker, String topic, int partitions) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList());
            List<String> values = new ArrayList<>();
            consumer.poll(Duration.ofSeconds(20)).forEach(each -> values.add(new String(each.value(), UTF_8)));
            return values;
        }
    }
}
