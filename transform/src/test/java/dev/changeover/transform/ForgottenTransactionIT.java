package dev.changeover.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.Stage;
import dev.changeover.local.BrokerProcess;
import dev.changeover.local.BrokerProcessConfig;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker comes back with a transaction open in a topic of the transform, and its coordinator knows nothing of it. */
class ForgottenTransactionIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    void aTransactionThatTheBrokerForgotIsEndedAndTheTransformGoesOn() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(BrokerProcessConfig.in(directory.resolve("broker")));
                LiveV1 v1 = new LiveV1(broker.bootstrapServers(), broker::createTopics, LiveV1.newSeed())) {
            try (Transform transform = Transform.start(v1.pipeline.config(directory.resolve("state")))) {
                v1.changeUntilTheTransformWorks();
                assertThat(transform.state()).isNotEqualTo(Stage.State.FAILED);
            }
            leaveOpenTransaction(broker, v1.pipeline.topics.applicationId() + "-rows-changelog");

            try (Transform transform = Transform.start(v1.pipeline.config(directory.resolve("fresh")))) {
                v1.change();
                await().during(Duration.ofSeconds(15))
                        .atMost(DEADLINE)
                        .until(() -> transform.state() == Stage.State.STARTING);
                await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.RUNNING);
                v1.requireTheResultOfAnUndisturbedRun(directory);
            }
        }
    }

    /** What the coordinator knows is lost, as if it had never been written. */
    private void leaveOpenTransaction(BrokerProcess broker, String topic) throws Exception {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "forgotten");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, "key".getBytes(UTF_8), "value".getBytes(UTF_8)))
                    .get();
            broker.kill();
            producer.close(Duration.ZERO);
        }
        try (DirectoryStream<Path> logs =
                Files.newDirectoryStream(directory.resolve("broker").resolve("log"), "__transaction_state-*")) {
            for (Path log : logs) {
                Files.write(log.resolve("00000000000000000000.log"), new byte[0]);
            }
        }
        broker.restart();
    }
}
