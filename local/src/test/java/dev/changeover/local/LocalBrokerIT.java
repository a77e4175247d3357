package dev.changeover.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.contract.topic.TopicSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

            TopicClient.produce(broker.bootstrapServers(), topics.get(0).name(), "first");
            assertThat(TopicClient.consume(
                            broker.bootstrapServers(), topics.get(0).name(), 4))
                    .containsExactly("first");
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
            TopicClient.produce(broker.bootstrapServers(), "kept", "before");
        }

        try (LocalBroker broker = LocalBroker.start(new LocalBrokerConfig(directory, 0))) {
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(TopicClient.consume(broker.bootstrapServers(), "kept", 2))
                    .containsExactly("before");
        }
    }

    @Test
    void takesARecordOfTheLargestSizeAndGivesItBack() {
        try (LocalBroker broker = LocalBroker.startTemporary()) {
            TopicSpec documents =
                    TopicPlan.target(new TargetTopics("staging"), 1).get(0);
            broker.createTopics(List.of(documents));
            String large = "x".repeat(TopicPlan.MAX_RECORD_BYTES - 1024);

            TopicClient.produce(broker.bootstrapServers(), documents.name(), large);

            assertThat(TopicClient.consume(broker.bootstrapServers(), documents.name(), 1))
                    .containsExactly(large);
        }
    }
}
