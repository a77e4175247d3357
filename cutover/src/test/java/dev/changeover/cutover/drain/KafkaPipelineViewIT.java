package dev.changeover.cutover.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.local.BrokerProcess;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;

class KafkaPipelineViewIT {
    @Test
    void aBrokerWithoutThePipelinesTopicsIsInconclusiveAndGetsNone() throws Exception {
        try (BrokerProcess broker = BrokerProcess.startTemporary(Map.of("auto.create.topics.enable", "true"));
                Admin admin =
                        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            assertInconclusive(broker.bootstrapServers(), "changeover.capture.progress");

            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }

    @Test
    void aBrokerThatIsNotThereIsInconclusive() {
        assertInconclusive("127.0.0.1:1", "changeover.capture.progress");
    }

    @Test
    void anAddressThatCannotBeResolvedIsInconclusive() {
        assertInconclusive("no-such-host.invalid:9092", "bootstrap");
    }

    private static void assertInconclusive(String bootstrapServers, String why) {
        assertThatThrownBy(() -> KafkaPipelineView.open(bootstrapServers))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.INCONCLUSIVE))
                .hasMessageContaining("The pipeline's position cannot be read from Kafka")
                .hasMessageContaining(why)
                .hasMessageContaining("start the command again");
    }
}
