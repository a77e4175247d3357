package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.DrillCatalogueCodec;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.local.LocalBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrillCataloguePublisherIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static LocalBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = LocalBroker.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void everyPartitionHasTheCatalogueAndANewDrillArrivesByItself() throws Exception {
        TargetTopics topics = topics("fresh");
        try (TargetDatabase database = TargetDatabase.open(SERVER.v2(), 2);
                DrillCataloguePublisher publisher = start(database, topics, Map.of())) {
            assertThat(latest(topics)).hasSize(3).allSatisfy((partition, catalogue) -> assertThat(catalogue.drills())
                    .isEmpty());
            String before = publisher.publishedVersion();

            TestServer.run(
                    database.address(), "INSERT INTO drills (uuid, title) VALUES (gen_random_uuid(), 'L-drags')");

            await().atMost(DEADLINE).until(() -> !publisher.publishedVersion().equals(before));
            assertThat(latest(topics)).hasSize(3).allSatisfy((partition, catalogue) -> assertThat(catalogue.drills())
                    .extracting(DrillCatalogue.Drill::title)
                    .containsExactly("L-drags"));
        }
    }

    @Test
    void theTargetMayBeAwayForAWhile() throws Exception {
        TargetTopics topics = topics("away");
        try (TargetDatabase database = TargetDatabase.open(SERVER.v2(), 2);
                DrillCataloguePublisher publisher = start(database, topics, Map.of())) {
            String before = publisher.publishedVersion();

            TestServer.run(database.address(), "ALTER TABLE drills RENAME TO drills_gone");
            await().atMost(DEADLINE).until(() -> publisher.problem().isPresent());
            SERVER.postgres().kill();
            SERVER.postgres().restart();
            TestServer.run(
                    database.address(),
                    "ALTER TABLE drills_gone RENAME TO drills;"
                            + " INSERT INTO drills (uuid, title) VALUES (gen_random_uuid(), 'Toe taps')");

            await().atMost(DEADLINE).until(() -> !publisher.publishedVersion().equals(before));
            assertThat(publisher.problem()).isEmpty();
        }
    }

    @Test
    void aDrillThatVanishesTakesItsOverrideAlong() throws Exception {
        TargetTopics topics = topics("vanished");
        String uuid = "00000000-0000-0000-0000-00000000000a";
        try (TargetDatabase database = TargetDatabase.open(SERVER.v2(), 2)) {
            TestServer.run(database.address(), "INSERT INTO drills (uuid, title) VALUES ('" + uuid + "', 'L-drags')");
            try (DrillCataloguePublisher publisher = start(database, topics, Map.of("Old", uuid))) {
                String before = publisher.publishedVersion();

                TestServer.run(database.address(), "DELETE FROM drills");

                await().atMost(DEADLINE)
                        .until(() -> !publisher.publishedVersion().equals(before));
                assertThat(latest(topics)).allSatisfy((partition, catalogue) -> assertThat(catalogue.overrides())
                        .isEmpty());
            }
        }
    }

    @Test
    void anOverrideToNoDrillRefusesTheStart() throws Exception {
        TargetTopics topics = topics("refused");
        try (TargetDatabase database = TargetDatabase.open(SERVER.v2(), 2)) {
            assertThatThrownBy(() -> start(database, topics, Map.of("Old", "00000000-0000-0000-0000-00000000000a")))
                    .isInstanceOf(ProblemException.class);
        }
    }

    private static TargetTopics topics(String environment) {
        TargetTopics topics = new TargetTopics(environment);
        broker.createTopics(TopicPlan.target(topics, 3).stream()
                .filter(topic -> topic.name().equals(topics.catalogue()))
                .toList());
        return topics;
    }

    private static DrillCataloguePublisher start(
            TargetDatabase database, TargetTopics topics, Map<String, String> overrides) throws Exception {
        return DrillCataloguePublisher.start(
                database,
                new DrillCatalogueReader(overrides),
                topics,
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                INTERVAL);
    }

    /** The last catalogue of each partition. */
    private static Map<Integer, DrillCatalogue> latest(TargetTopics topics) {
        Map<Integer, DrillCatalogue> latest = new HashMap<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topics.catalogue()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(each -> latest.put(each.partition(), DrillCatalogueCodec.decode(each.value())));
            }
        }
        return latest;
    }
}
