package dev.changeover.transform;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.Stage;
import dev.changeover.local.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances of the transform are killed, added and removed in a loop, each a process with its own state directory. */
class InstancesComeAndGoIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final LocalBroker broker = LocalBroker.startTemporary();
    private final long seed = LiveV1.newSeed();
    private final LiveV1 v1 = new LiveV1(broker.bootstrapServers(), broker::createTopics, seed);
    private final Map<String, TransformProcess> instances = new LinkedHashMap<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        instances.values().forEach(TransformProcess::close);
        v1.close();
        broker.close();
    }

    @Test
    void instancesKilledAddedAndRemovedInALoopLeaveTheResultOfAnUndisturbedRun() throws Exception {
        start("one");
        v1.changeUntilTheTransformWorks();

        start("two");
        v1.changeUntilTheTransformWorks();
        kill("one");
        start("three");
        v1.changeUntilTheTransformWorks();
        remove("two");
        v1.changeUntilTheTransformWorks();
        start("one");
        start("two");
        v1.changeUntilTheTransformWorks();
        kill("three");
        kill("two");
        v1.changeUntilTheTransformWorks();

        v1.requireTheResultOfAnUndisturbedRun(directory);
        assertThat(instances).containsOnlyKeys("one");
    }

    @Test
    void anInstanceThatStopsLeavesItsUsersToTheOthersAtOnce() throws Exception {
        try (Transform stays = Transform.start(v1.pipeline.config(directory.resolve("stays")))) {
            await().atMost(DEADLINE).until(() -> stays.state() == Stage.State.RUNNING);
            int threads = v1.pipeline.members().size();
            try (Transform stops = Transform.start(v1.pipeline.config(directory.resolve("stops")))) {
                await().atMost(DEADLINE)
                        .until(() ->
                                v1.pipeline.members().size() == 2 * threads && stops.state() == Stage.State.RUNNING);
            }

            assertThat(v1.pipeline.members()).hasSize(threads);

            v1.changeUntilTheTransformWorks();
            v1.requireTheResultOfAnUndisturbedRun(directory);
            assertThat(stays.failure()).isEmpty();
        }
    }

    @Test
    void anInstanceWithACopyOfAnothersStateDirectoryTakesItsPlaceAndTheOtherStopsAndSaysWhy() throws Exception {
        try (Transform original = Transform.start(v1.pipeline.config(directory.resolve("original")))) {
            v1.changeUntilTheTransformWorks();
            Path copy = Files.createDirectory(directory.resolve("copy"));
            Files.copy(directory.resolve("original").resolve("transform.lock"), copy.resolve("transform.lock"));

            try (Transform copied = Transform.start(v1.pipeline.config(copy))) {
                await().atMost(DEADLINE).until(() -> original.state() == Stage.State.FAILED);
                assertThat(original.failure()).map(Problem::line).hasValueSatisfying(line -> assertThat(line)
                        .contains("another one took its place", "a state directory of its own"));

                stop(original); // which takes the name out of the group, the other one's too
                v1.changeUntilTheTransformWorks();
                v1.requireTheResultOfAnUndisturbedRun(directory);
                assertThat(copied.state()).isNotEqualTo(Stage.State.FAILED);
            }
        }
    }

    private static void stop(Transform transform) {
        transform.close();
    }

    private void start(String name) throws IOException {
        TransformProcess instance = TransformProcess.start(v1.pipeline.config(directory.resolve(name)));
        instances.put(name, instance);
        await().atMost(DEADLINE).until(() -> {
            v1.change();
            return instance.state() == Stage.State.RUNNING;
        });
    }

    private void kill(String name) {
        TransformProcess instance = requireNonNull(instances.remove(name));
        assertThat(instance.isAlive()).isTrue();
        v1.change();

        instance.kill();

        assertThat(v1.inFlight()).as("changes in flight, seed %d", seed).isPositive();
    }

    private void remove(String name) throws IOException {
        TransformProcess instance = requireNonNull(instances.remove(name));
        v1.change();
        assertThat(v1.inFlight()).as("changes in flight, seed %d", seed).isPositive();

        instance.stop(); // takes long enough for the others to do them all
    }
}
