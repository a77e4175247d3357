package dev.changeover.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.local.LocalBroker;
import dev.changeover.transform.replay.Rebuild;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transform's state is made anew from the table topics. */
class RebuildIT {
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private final LocalBroker broker = LocalBroker.startTemporary();
    private final LiveV1 v1 = new LiveV1(broker.bootstrapServers(), broker::createTopics, LiveV1.newSeed());
    private final Rebuild rebuild = Rebuild.of(broker.bootstrapServers(), v1.pipeline.topics);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        rebuild.close();
        v1.close();
        broker.close();
    }

    @Test
    void nothingIsWrittenOnTheWayAndAtTheEndIsWhatAnUndisturbedRunWrites() {
        work();
        v1.change(); // what the old state has not seen

        rebuild.begin();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Rebuild.requireNoneBegun(broker.bootstrapServers(), v1.pipeline.topics))
                .withMessageContaining("replay --from-topics");
        readAllAndWriteNothing();
        rebuild.begin(); // as after a kill: it begins anew
        readAllAndWriteNothing();

        try (Transform transform = start()) {
            rebuild.finish();
            v1.requireTheResultOfAnUndisturbedRun(directory);
            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.RUNNING);
        }
        Rebuild.requireNoneBegun(broker.bootstrapServers(), v1.pipeline.topics);
    }

    @Test
    void itIsRefusedWhileATransformRunsAndItsStateStays() {
        try (Transform transform = start()) {
            v1.changeUntilTheTransformWorks();

            assertThat(refusal().why()).contains("work with it");

            v1.requireTheResultOfAnUndisturbedRun(directory);
            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.RUNNING);
        }
    }

    @Test
    void itIsRefusedWhenTheTopicsNoLongerHoldEverything() throws Exception {
        work();
        TopicPartition users = new TopicPartition(SourceTopics.ofTable("users"), 1);
        v1.pipeline
                .admin()
                .deleteRecords(Map.of(users, RecordsToDelete.beforeOffset(1)))
                .all()
                .get();

        assertThat(refusal().why()).contains(users.topic());
        assertThat(refusal().remedy()).contains("capture resnapshot");

        Rebuild.requireNoneBegun(broker.bootstrapServers(), v1.pipeline.topics);
    }

    private void work() {
        try (Transform transform = start()) {
            v1.changeUntilTheTransformWorks();
            await().atMost(DEADLINE).until(() -> v1.inFlight() == 0);
            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.RUNNING);
        }
    }

    /** With the old state on the disk, as every machine has it that ran a transform. */
    private void readAllAndWriteNothing() {
        assertThat(v1.inFlight()).as("records that are read again").isGreaterThan(0);
        int written = v1.written();
        try (Transform transform = start()) {
            await().atMost(DEADLINE).until(() -> v1.inFlight() == 0);
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(transform.failure())
                    .hasValueSatisfying(why -> assertThat(why.why()).contains("replay --from-topics")));
            assertThat(transform.state()).isEqualTo(Stage.State.WAITING);
        }
        assertThat(v1.written()).isEqualTo(written);
    }

    private Problem refusal() {
        try {
            rebuild.begin();
        } catch (ProblemException refused) {
            return refused.problem();
        }
        throw new AssertionError("it was not refused");
    }

    private Transform start() {
        return Transform.start(v1.pipeline.config(directory.resolve("state")));
    }
}
