package dev.changeover.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.topic.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Readers of committed records wait at a transaction that is open, so a broker that comes back must end it. */
class OpenTransactionIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final TopicPartition PARTITION = new TopicPartition("written", 0);

    @Test
    void aTransactionThatRanOutOfTimeWhileTheBrokerWasAwayIsEndedWhenItIsBack() {
        try (BrokerProcess broker = BrokerProcess.startTemporary();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            broker.createTopics(List.of(new TopicSpec(PARTITION.topic(), 1, Map.of())));
            KafkaProducer<byte[], byte[]> producer = producer(broker.bootstrapServers(), Duration.ofSeconds(1));
            producer.initTransactions();
            producer.beginTransaction();
            assertThat(TopicClient.send(producer, PARTITION.topic(), "begun")).succeedsWithin(DEADLINE);
            broker.kill();
            producer.close(Duration.ZERO); // the default waits for the broker

            broker.restart(); // a killed one is away for longer than that second

            await().atMost(DEADLINE).until(() -> open(admin).isEmpty());
        }
    }

    private static List<ProducerState> open(Admin admin) throws ExecutionException, InterruptedException {
        return admin.describeProducers(List.of(PARTITION)).partitionResult(PARTITION).get().activeProducers().stream()
                .filter(each -> each.currentTransactionStartOffset().isPresent())
                .toList();
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, Duration timeout) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers, "transactional.id", "writer", "transaction.timeout.ms", (int)
                        timeout.toMillis());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
