package dev.changeover.cutover.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.contract.topic.TopicSpec;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalBrokerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicInspectionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static LocalBroker broker;

    @BeforeAll
    static void start(@TempDir Path directory) {
        broker = LocalBroker.start(new LocalBrokerConfig(directory, 0));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void topicsThatMayBeMadeAreNoDifferenceAndAreNotMade() throws Exception {
        List<TopicSpec> wanted = named("absent.", 4);
        try (TopicInspection inspection = new TopicInspection(broker.bootstrapServers(), PATIENCE);
                Admin admin =
                        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            assertThat(inspection.differences(wanted)).isEmpty();

            assertThat(admin.listTopics().names().get())
                    .doesNotContainAnyElementsOf(
                            wanted.stream().map(TopicSpec::name).toList());
        }
    }

    @Test
    void aTopicThatIsThereAndDiffersIsNamed() {
        List<TopicSpec> made = named("present.", 2);
        try (TopicSetup setup = new TopicSetup(broker.bootstrapServers(), PATIENCE);
                TopicInspection inspection = new TopicInspection(broker.bootstrapServers(), PATIENCE)) {
            setup.ensure(made);

            assertThat(inspection.differences(made)).isEmpty();
            assertThat(inspection.differences(named("present.", 4)))
                    .hasSameSizeAs(made.stream()
                            .filter(topic -> topic.partitions() == 2)
                            .toList())
                    .extracting(Problem::line)
                    .allMatch(line -> line.contains("present."));
        }
    }

    @Test
    void aTopicThatTheBrokerWouldNotMakeIsNamedWithItsReason() {
        TopicSpec refused = new TopicSpec("refused", 1, Map.of("cleanup.policy", "nonsense"));
        try (TopicInspection inspection = new TopicInspection(broker.bootstrapServers(), PATIENCE)) {
            assertThat(inspection.differences(List.of(refused)))
                    .extracting(Problem::line)
                    .singleElement()
                    .asString()
                    .contains("refuses to make the topic refused", "nonsense");
        }
    }

    @Test
    void theLimitsOfTheEmbeddedBrokerAreWideEnough() {
        try (TopicInspection inspection = new TopicInspection(broker.bootstrapServers(), PATIENCE)) {
            assertThat(inspection.limits()).isEmpty();
            assertThat(inspection.brokers()).isEqualTo(1);
        }
    }

    @Test
    void aBrokerThatIsNotThereIsSaid() {
        try (TopicInspection inspection = new TopicInspection("127.0.0.1:1", Duration.ofSeconds(1))) {
            assertThatThrownBy(inspection::brokers)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("Kafka at 127.0.0.1:1 cannot be reached");
        }
    }

    private static List<TopicSpec> named(String prefix, int partitions) {
        return TopicPlan.source(partitions).stream()
                .map(each -> new TopicSpec(prefix + each.name(), each.partitions(), each.settings()))
                .toList();
    }
}
