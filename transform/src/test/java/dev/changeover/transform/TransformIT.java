package dev.changeover.transform;

import static dev.changeover.transform.V1Record.snapshot;
import static dev.changeover.transform.V1Record.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import dev.changeover.local.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transform on a real broker, with two partitions. */
class TransformIT {
    private static final int USERS = 300;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final LocalBroker broker = LocalBroker.startTemporary();
    private final BrokerPipeline pipeline = new BrokerPipeline(broker.bootstrapServers(), broker::createTopics);

    @TempDir
    private Path directory;

    @BeforeEach
    void fill() {
        pipeline.tell(new SnapshotEvent.Started(1));
        for (long user = 1; user <= USERS; user++) {
            // children first, as if their topics were read first
            pipeline.take(
                    snapshot(1, "drill_group_items", user * 10, user + 1_000),
                    snapshot(1, "drill_group_items", user * 10 + 1, user + 1_000),
                    snapshot(1, "completed_sessions", user, user, "drills", "[]"),
                    snapshot(1, "drill_groups", user + 1_000, user, "name", "group"),
                    snapshot(1, "users", user, null, "email", user + "@example.org"));
        }
    }

    @AfterEach
    void close() {
        pipeline.close();
        broker.close();
    }

    @Test
    void writesEachUserAboutOnceAndGoesOnAfterARestartAndALostStateDirectory() throws Exception {
        try (Transform transform = Transform.start(config(BrokerPipeline.PARTITIONS))) {
            await().atMost(DEADLINE)
                    .failFast(() -> transform.state() == Stage.State.FAILED)
                    .until(() -> transform.status().users() == USERS);
            assertThat(pipeline.documents()).isEmpty();
        }

        // in the middle of the load: nothing is released yet
        pipeline.endSnapshot(1);
        pipeline.publishCatalogue();
        Map<Long, UserDocument> loaded;
        try (Transform transform = Transform.start(config(BrokerPipeline.PARTITIONS))) {
            await().atMost(DEADLINE).until(() -> pipeline.latest().size() == USERS);
            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.RUNNING);
            assertThat(transform.status().holds()).isEmpty();
            assertThat(transform.status().childrenWaiting()).isZero();
            loaded = pipeline.latest();
            assertThat(pipeline.documents()).hasSizeLessThanOrEqualTo(USERS * 11 / 10);
        }
        assertThat(loaded.values()).allSatisfy(document -> assertThat(((UserDocument.Present) document).rowCount())
                .isEqualTo(5));

        deleteStateDirectory();
        int before = pipeline.documents().size();
        pipeline.take(streamed(1, 5, "drill_groups", 1_007, 8L, "name", "moved"));
        try (Transform transform = Transform.start(config(BrokerPipeline.PARTITIONS))) {
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(pipeline.rowsOf(8)).isEqualTo(8));
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(pipeline.rowsOf(7)).isEqualTo(2));
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(transform.status().users()).isEqualTo(USERS));
        }
        List<UserDocument> since =
                pipeline.documents().subList(before, pipeline.documents().size());
        assertThat(since).extracting(UserDocument::userId).containsOnly(7L, 8L);
    }

    @Test
    void aChangedNumberOfPartitionsIsRefused() {
        assertThatThrownBy(() -> Transform.start(config(3)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("topics.partitions is 3");
    }

    @Test
    void whileASnapshotIsNotCompleteOrNoCatalogueIsKnownItWaitsAndSaysForWhat() {
        try (Transform transform = Transform.start(config(BrokerPipeline.PARTITIONS))) {
            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.WAITING);
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(transform.failure())
                    .map(Problem::why)
                    .contains("the snapshot of generation 1 is not complete yet"));

            pipeline.endSnapshot(1);
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(transform.failure())
                    .map(Problem::why)
                    .contains("the target's drill catalogue is not known yet"));
            assertThat(transform.state()).isEqualTo(Stage.State.WAITING);

            pipeline.publishCatalogue();
            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.RUNNING);
            assertThat(transform.failure()).isEmpty();
        }
    }

    @Test
    void twoInstancesWithTheSameStateDirectoryAreRefusedAndTheRefusedOneLeavesNothingBehind() throws Exception {
        TransformConfig config = config(BrokerPipeline.PARTITIONS);
        try (Transform first = Transform.start(config)) {
            await().atMost(DEADLINE).until(() -> first.status().users() == USERS);
            Set<String> threads = threadsOfTheTransform();

            assertThatThrownBy(() -> Transform.start(config))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("another transform uses its state directory " + config.stateDirectory());
            try (TransformProcess other = TransformProcess.start(config)) {
                assertThat(other.reason()).contains("another transform uses its state directory");
            }

            assertThat(threadsOfTheTransform()).isEqualTo(threads);
            assertThat(first.state()).isNotEqualTo(Stage.State.FAILED);
        }
        try (Transform next = Transform.start(config)) {
            await().atMost(DEADLINE).until(() -> next.status().users() == USERS);
        }
    }

    @Test
    void aStateDirectoryThatCannotBeUsedIsRefusedAndNothingIsLeftBehind() throws Exception {
        Files.createFile(directory.resolve("state"));
        Set<String> threads = threadsOfTheTransform();

        assertThatThrownBy(() -> Transform.start(config(BrokerPipeline.PARTITIONS)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("its state directory " + directory.resolve("state") + " cannot be written");

        assertThat(threadsOfTheTransform()).isEqualTo(threads);
    }

    @Test
    void aStartThatFailsInItsMiddleLeavesNothingBehind() throws Exception {
        TransformConfig config = config(BrokerPipeline.PARTITIONS);
        Path streams = config.stateDirectory().resolve(config.topics().applicationId());
        Files.createDirectories(streams.getParent());
        Files.createFile(streams); // where Streams wants a directory
        Set<String> threads = threadsOfTheTransform();

        assertThatThrownBy(() -> Transform.start(config)).isInstanceOf(ProblemException.class);

        assertThat(threadsOfTheTransform()).isEqualTo(threads);
        Files.delete(streams);
        try (Transform next = Transform.start(config)) {
            await().atMost(DEADLINE).until(() -> next.status().users() == USERS);
        }
    }

    private static Set<String> threadsOfTheTransform() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("changeover-test-transform"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private TransformConfig config(int partitions) {
        return TransformConfig.of(broker.bootstrapServers(), pipeline.topics, partitions, directory.resolve("state"));
    }

    private void deleteStateDirectory() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
