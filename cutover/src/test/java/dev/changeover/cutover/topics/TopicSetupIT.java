package dev.changeover.cutover.topics;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSetupIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 20;
    private static final int PARTITIONS = 4;

    @TempDir
    Path directory;

    @Test
    void whoeverAsksTheBrokerAfterwardsFindsEveryTopicWithALeader() throws Exception {
        try (LocalBroker broker = LocalBroker.start(new LocalBrokerConfig(directory, 0));
                Admin admin =
                        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
                TopicSetup setup = new TopicSetup(broker.bootstrapServers(), PATIENCE)) {
            for (int round = 0; round < ROUNDS; round++) {
                String prefix = "round-" + round + ".";
                List<TopicSpec> topics = TopicPlan.source(PARTITIONS).stream()
                        .map(each -> new TopicSpec(prefix + each.name(), each.partitions(), each.settings()))
                        .toList();

                setup.ensure(topics);

                assertThat(admin.listTopics().names().get())
                        .containsAll(topics.stream().map(TopicSpec::name).toList());
            }
        }
    }
}
