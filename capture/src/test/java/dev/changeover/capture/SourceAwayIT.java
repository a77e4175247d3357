package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** V1 restarts, stays away, and fails over. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SourceAwayIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int ROWS = 20_000;

    private static CaptureWorld world;

    @BeforeAll
    static void create() throws SQLException {
        world = CaptureWorld.create();
    }

    @AfterAll
    static void stop() throws SQLException {
        world.close();
    }

    @Test
    @Order(1)
    void v1RestartedImmediatelyInMidStreamContinuesAndEveryRowArrives() throws SQLException {
        try (Capture capture = Capture.start(world.config().withBatches(32, 64))) {
            await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
            world.sql("INSERT INTO saved_filters (id, name) SELECT g, 'n' FROM generate_series(1, " + ROWS + ") g");
            await().atMost(SOON).until(() -> world.count("saved_filters") > 0);
            world.postgres().kill();
            assertThat(world.count("saved_filters")).as("work was in flight").isLessThan(ROWS);
            world.postgres().restart();

            await().atMost(SOON).until(() -> world.keys("saved_filters").size() == ROWS);
            assertThat(Replay.of(world, "saved_filters", 0).rows()).isEqualTo(Replay.ofV1(world, "saved_filters"));
        }
    }

    @Test
    @Order(2)
    void v1AwayForLongerThanItsPatienceStopsWithTheReasonAndGoesOnLater() throws SQLException {
        Duration patience = Duration.ofSeconds(2);
        try (Capture capture = Capture.start(world.config().withTimes(Duration.ofMillis(200), patience))) {
            world.postgres().kill();

            await().atMost(SOON).until(() -> capture.state() == Stage.State.FAILED);

            assertThat(capture.failure().orElseThrow().what()).contains("V1 cannot be reached");
        }
        world.postgres().restart();
        world.sql("INSERT INTO drill_groups (id, name) VALUES (1, 'later')");
        try (Capture capture = Capture.start(world.config())) {
            await().atMost(SOON).until(() -> world.count("drill_groups") == 1);
            assertThat(capture.status().generation()).isEqualTo(1);
        }
    }

    @Test
    @Order(3)
    void v1FailedOverStopsWithTheReasonAndNamesTheNewSnapshot() throws Exception {
        try (Capture capture = Capture.start(world.config())) {
            Path data = Path.of(world.ask("SHOW data_directory"));
            world.postgres().kill();
            Files.createFile(data.resolve("standby.signal"));
            world.postgres().restart();
            world.sql("SELECT pg_promote()");

            await().atMost(SOON).until(() -> capture.state() == Stage.State.FAILED);
        }

        ProblemException refusal = catchThrowableOfType(
                ProblemException.class, () -> Capture.start(world.config()).close());
        assertThat(refusal.problem().what()).contains("not the server that was captured so far");
        assertThat(refusal.problem().why()).contains("timeline 00000002");
        assertThat(refusal.problem().remedy()).contains("capture resnapshot");
    }
}
