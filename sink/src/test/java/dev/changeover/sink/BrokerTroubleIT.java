package dev.changeover.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalPostgres;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the sink reads from is not what it was: it refuses, and names the way on. */
class BrokerTroubleIT {
    private static LocalPostgres server;
    private static LocalBroker broker;

    @BeforeAll
    static void start() {
        server = LocalPostgres.startTemporary();
        broker = LocalBroker.startTemporary();
    }

    @AfterAll
    static void stop() {
        broker.close();
        server.close();
    }

    /** Twenty users have arrived, and the sink is down. */
    private static SinkLab stoppedFor(String environment) throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), environment, 20);
        lab.send(SinkLab.users(20, "first"));
        try (Sink sink = Sink.start(lab.config())) {
            await().atMost(SinkLab.PATIENCE).until(() -> lab.committedOffsets() == 20);
            assertThat(sink.failure()).isEmpty();
        }
        return lab;
    }

    @Test
    void committedOffsetsThatExpiredAreRefusedAndTheWayOnIsNamedAndWorks() throws Exception {
        SinkLab lab = stoppedFor("expired");
        String content = lab.content();
        lab.deleteGroup();

        assertThatThrownBy(() -> Sink.start(lab.config()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has no committed offset any more")
                .hasMessageContaining("--reset-offsets --to-earliest");

        lab.readFromTheStart();
        try (Sink sink = Sink.start(lab.config())) {
            await().atMost(SinkLab.PATIENCE).until(() -> lab.committedOffsets() == 20);
            assertThat(sink.summary().rowsWritten()).isZero();
        }
        assertThat(lab.content()).isEqualTo(content);
    }

    @Test
    void documentsDeletedFromTheTopicBeforeTheyWereReadAreRefused() throws Exception {
        SinkLab lab = stoppedFor("truncated");
        lab.send(SinkLab.users(20, "second"));
        try (Admin admin = lab.admin()) {
            ConfigResource topic = new ConfigResource(
                    ConfigResource.Type.TOPIC, lab.config().topics().documents());
            admin.incrementalAlterConfigs(Map.of(
                            topic,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("cleanup.policy", "compact,delete"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            admin.deleteRecords(Map.of(
                            new TopicPartition(lab.config().topics().documents(), 0), RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        }

        assertThatThrownBy(() -> Sink.start(lab.config()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the topic does not have the group's committed offset any more")
                .hasMessageContaining("changeover capture resnapshot");
    }

    @Test
    void aTopicThatIsMadeAgainUnderARunningSinkStopsItBeforeItAppliesADocument() throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "made-again", 20);
        lab.send(SinkLab.users(20, "first"));
        try (Sink sink = Sink.start(lab.config())) {
            lab.awaitNamed("first", 20);
            String content = lab.content();

            lab.deleteDocuments();
            lab.createTopics();
            lab.send(SinkLab.users(20, "of another topic"));
            lab.send(SinkLab.users(20, "of another topic"));

            await().atMost(SinkLab.PATIENCE).until(() -> sink.state() == Stage.State.FAILED);
            assertThat(sink.failure().orElseThrow().line())
                    .contains("is not the one that this sink was started with", "start the sink again");
            assertThat(lab.content()).isEqualTo(content);
        }
        assertThatThrownBy(() -> Sink.start(lab.config()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("UPDATE changeover.target SET epoch = epoch + 1");

        lab.run("UPDATE changeover.target SET epoch = epoch + 1");
        try (Sink sink = Sink.start(lab.config())) {
            lab.awaitNamed("of another topic", 20);
            assertThat(sink.failure()).isEmpty();
        }
    }

    @Test
    void aTopicThatIsDeletedUnderAnIdleSinkIsNoticed() throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "deleted", 20);
        try (Sink sink = Sink.start(lab.config())) {
            lab.deleteDocuments();

            await().atMost(SinkLab.PATIENCE).until(() -> sink.state() == Stage.State.FAILED);
            assertThat(sink.failure().orElseThrow().line()).contains("it was deleted");
        }
    }
}
