package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.SourceTopics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A snapshot that was cut short, and a slot that somebody else touched. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SlotTamperedIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    private static CaptureWorld world;

    @BeforeAll
    static void create() throws SQLException {
        world = CaptureWorld.create();
        world.sql("INSERT INTO users (first_name) SELECT 'n' || g FROM generate_series(1, 20000) g");
    }

    @AfterAll
    static void stop() throws SQLException {
        world.close();
    }

    @Test
    @Order(1)
    void killedInTheSnapshotTheNextStartIsANewGenerationWithoutWhatWasDeletedMeanwhile() throws SQLException {
        try (Capture first = Capture.start(world.config().withBatches(10, 20))) {
            await().atMost(SOON).until(() -> !world.changes("users").isEmpty());
            assertThat(first.status().doing())
                    .as("the snapshot was under way")
                    .isNotEqualTo(CaptureProgress.State.STREAMING);
        }
        assertThat(world.slots()).isEqualTo("1");
        world.sql("DELETE FROM users WHERE id <= 100");

        try (Capture second = Capture.start(world.config())) {
            await().atMost(SOON).until(() -> second.status().doing() == CaptureProgress.State.STREAMING);
            assertThat(second.status().generation()).isEqualTo(2);
        }

        assertThat(world.changes("users").stream()
                        .filter(change -> change.version().generation() == 2)
                        .map(change -> change.id()))
                .hasSize(19_900)
                .allMatch(id -> id > 100);
        List<SnapshotEvent> events = world.events(0);
        assertThat(events.stream().filter(SnapshotEvent.Started.class::isInstance))
                .containsExactly(new SnapshotEvent.Started(1), new SnapshotEvent.Started(2));
        assertThat(events.stream().filter(SnapshotEvent.Ended.class::isInstance))
                .hasSize(1);
    }

    @Test
    @Order(2)
    void aSecondCaptureOnOneSlotIsRefusedAndTheFirstGoesOn() {
        try (Capture first = Capture.start(world.config())) {
            assertThat(refused().what()).contains("in use by server process");

            long before = first.status().acknowledgedLsn();
            await().atMost(SOON).until(() -> first.status().acknowledgedLsn() > before);
        }
    }

    @Test
    @Order(3)
    void aSlotThatWasAdvancedIsRefused() throws SQLException {
        world.sql("DELETE FROM users WHERE id = 200");
        world.sql("SELECT pg_replication_slot_advance('changeover', pg_current_wal_lsn())");

        assertThat(refused().what()).contains("ahead of what capture confirmed");
    }

    @Test
    @Order(4)
    void aSlotThatWasRecreatedIsRefused() throws SQLException {
        world.sql("SELECT pg_drop_replication_slot('changeover')");
        assertThat(refused().what()).contains("gone");
        world.sql("SELECT pg_create_logical_replication_slot('changeover', 'pgoutput')");

        Problem problem = refused();

        assertThat(problem.what()).contains("ahead of what capture confirmed");
        assertThat(problem.remedy()).contains("capture resnapshot");
        assertThat(world.slots()).isEqualTo("1");
    }

    @Test
    @Order(5)
    void theEngineKilledInV1GoesOnByItself() throws SQLException {
        Resnapshot.request(world.bootstrapServers(), CaptureWorld.PARTITIONS);
        try (Capture capture = Capture.start(world.config())) {
            await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
            world.sql("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots");
            world.sql("DELETE FROM users WHERE id = 300");
            long lsn = world.currentLsn();

            await().atMost(SOON).until(() -> capture.status().acknowledgedLsn() >= lsn);

            assertThat(world.latest("users")).doesNotContainKey(300L);
            assertThat(capture.status().generation()).isEqualTo(3);
        }
    }

    @Test
    @Order(6)
    void aLostOffsetStoreReplaysWhichIsHarmless() throws Exception {
        world.sql("DELETE FROM users WHERE id = 400");
        world.loseTopic(SourceTopics.OFFSETS);

        try (Capture capture = Capture.start(world.config())) {
            long lsn = world.currentLsn();
            await().atMost(SOON).until(() -> capture.status().acknowledgedLsn() >= lsn);
            assertThat(capture.status().generation()).isEqualTo(3);
        }

        assertThat(Replay.of(world, "users", 3).rows()).isEqualTo(Replay.ofV1(world, "users"));
    }

    @Test
    @Order(7)
    void aLostStateIsRefusedAndTheNewSnapshotIsANewGeneration() throws Exception {
        world.loseTopic(SourceTopics.STATE);

        assertThat(refused().remedy()).contains("capture resnapshot");

        Resnapshot.request(world.bootstrapServers(), CaptureWorld.PARTITIONS);
        try (Capture capture = Capture.start(world.config())) {
            await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
            assertThat(capture.status().generation()).isEqualTo(4);
        }
    }

    @Test
    @Order(8)
    void aNewSnapshotUnderAnotherNameLeavesNoSlotThatKeepsV1sLogForNobody() throws Exception {
        Resnapshot.request(world.bootstrapServers(), CaptureWorld.PARTITIONS);

        try (Capture capture = Capture.start(world.config().withNames("another", "changeover"))) {
            await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
            assertThat(capture.status().generation()).isEqualTo(5);
        }

        assertThat(world.ask("SELECT string_agg(slot_name, ' ') FROM pg_replication_slots"))
                .isEqualTo("another");
    }

    private static Problem refused() {
        ProblemException refusal = catchThrowableOfType(
                ProblemException.class, () -> Capture.start(world.config()).close());
        assertThat(refusal).as("capture started").isNotNull();
        return refusal.problem();
    }
}
