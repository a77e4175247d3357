package dev.changeover.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.DrillCatalogueCodec;
import dev.changeover.contract.document.ReplayRequest;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.local.BrokerProcess;
import dev.changeover.local.LocalBroker;
import dev.changeover.transform.replay.ReplayTopic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class PublishedCatalogueIT {
    private static final int PARTITIONS = 2;
    private static final TargetTopics TOPICS = new TargetTopics("test");
    private static final DrillCatalogue CATALOGUE = new DrillCatalogue(
            "v1", List.of(new DrillCatalogue.Drill(1, "00000000-0000-0000-0000-000000000001", "Cone weave")), Map.of());

    @Test
    void aReplayRequestBesideItIsNotTakenForTheCatalogue() throws Exception {
        try (LocalBroker broker = LocalBroker.startTemporary()) {
            broker.createTopics(TopicPlan.target(TOPICS, PARTITIONS));
            publish(broker.bootstrapServers());
            ReplayTopic.ask(broker.bootstrapServers(), TOPICS, ReplayRequest.ofEverybody());

            try (PublishedCatalogue published =
                    PublishedCatalogue.open(broker.bootstrapServers(), TOPICS.catalogue())) {
                assertThat(published.is(CATALOGUE)).isTrue();
            }
        }
    }

    @Test
    void whereNoTopicIsNothingIsPublishedAndNoneIsMade() throws Exception {
        Map<String, String> careless = Map.of("auto.create.topics.enable", "true");
        try (BrokerProcess broker = BrokerProcess.startTemporary(careless);
                Admin admin =
                        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            try (PublishedCatalogue published =
                    PublishedCatalogue.open(broker.bootstrapServers(), TOPICS.catalogue())) {
                assertThat(published.is(CATALOGUE)).isFalse();
            }

            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }

    private static void publish(String bootstrapServers) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                sent.add(producer.send(new ProducerRecord<>(
                        TOPICS.catalogue(),
                        partition,
                        "catalogue".getBytes(StandardCharsets.US_ASCII),
                        DrillCatalogueCodec.encode(CATALOGUE))));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        }
    }
}
