package dev.changeover.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.Stage;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.local.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka Streams stands still without a word: its group lets it not in, or the broker is away for long. */
class StandstillIT {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final Duration SILENT =
            Duration.ofSeconds(12); // longer than a member that was lost holds up the group
    private static final Duration VAIN = Duration.ofSeconds(16);

    private final BrokerProcess broker = BrokerProcess.startTemporary();
    private final LiveV1 v1 = new LiveV1(broker.bootstrapServers(), broker::createTopics, LiveV1.newSeed());

    @TempDir
    private Path directory;

    @BeforeEach
    void runOnce() {
        try (Transform transform = start(Duration.ofMinutes(10))) {
            v1.changeUntilTheTransformWorks();
            assertThat(transform.state()).isNotEqualTo(Stage.State.FAILED);
        }
    }

    @AfterEach
    void close() {
        v1.close();
        broker.close();
    }

    @Test
    void aGroupThatLetsItNotInIsSaidAndItGoesOnByItselfWhenItIsLetIn() {
        try (IdleMember hangs = hangingMember();
                Transform transform = start(Duration.ofMinutes(10))) {
            v1.change();
            awaitReason(transform, Stage.State.WAITING, "has not let it in for");

            hangs.leave();

            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.RUNNING);
            v1.requireTheResultOfAnUndisturbedRun(directory);
        }
    }

    @Test
    void aGroupThatNeverLetsItInEndsItWithTheReasonAndTheNextOneIsRight() {
        try (IdleMember hangs = hangingMember()) {
            try (Transform transform = start(VAIN)) {
                v1.change();
                awaitReason(transform, Stage.State.FAILED, "has not let it in for");
                assertThat(transform.failure()).map(Problem::remedy).hasValueSatisfying(remedy -> assertThat(remedy)
                        .contains("start it again"));
            }
            hangs.leave();
        }

        // The first one's thread still waits for the group's answer: a process would be gone, and its directory free.
        try (Transform transform = start("next", VAIN)) {
            v1.requireTheResultOfAnUndisturbedRun(directory);
            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.RUNNING);
        }
    }

    @Test
    void aBrokerThatIsAwayIsSaidAndWaitedForAsLongAsItTakes() {
        Duration vain = VAIN.multipliedBy(2); // it also has to get in again within it, on a busy machine
        try (Transform transform = start(vain)) {
            v1.changeUntilTheTransformWorks();
            v1.change();
            broker.kill(); // the thread that waits for its commit gives up after a minute, and is replaced
            awaitReason(transform, Stage.State.WAITING, "the broker does not answer");
            await().atMost(DEADLINE).during(vain.plusSeconds(5)).until(() -> transform.state() == Stage.State.WAITING);

            broker.restart();

            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.RUNNING);
            v1.requireTheResultOfAnUndisturbedRun(directory);
        }
    }

    private Transform start(Duration vain) {
        return start("state", vain);
    }

    private Transform start(String state, Duration vain) {
        return Transform.start(
                v1.pipeline.config(directory.resolve(state)), new StandstillWatch.Patience(SILENT, vain));
    }

    private IdleMember hangingMember() {
        return IdleMember.join(
                broker.bootstrapServers(), v1.pipeline.topics.applicationId(), SourceTopics.ofTable("users"));
    }

    private static void awaitReason(Transform transform, Stage.State state, String reason) {
        await().atMost(DEADLINE).untilAsserted(() -> {
            assertThat(transform.state()).isEqualTo(state);
            assertThat(transform.failure()).map(Problem::line).hasValueSatisfying(line -> assertThat(line)
                    .contains(reason));
        });
    }
}
