package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.change.SnapshotEvent;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** SIGKILL of a real process, each time with work in flight. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CaptureKilledIT {
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    private static final int SNAPSHOT_ROWS = 20_000;
    private static final int COPIED_ROWS = 20_000;
    private static final int LARGE_ROWS = 200_000;

    private static CaptureWorld world;

    @TempDir
    private Path folder;

    @BeforeAll
    static void create() throws SQLException {
        world = CaptureWorld.create();
        world.sql("INSERT INTO drill_groups (id, name) SELECT g, 'n' FROM generate_series(1, " + SNAPSHOT_ROWS + ") g");
    }

    @AfterAll
    static void stop() throws SQLException {
        world.close();
    }

    @Test
    @Order(1)
    void killedInTheSnapshotANewGenerationHasNoMissingNoStaleAndNoUndeletedRows() throws Exception {
        try (CaptureProcess first = start("512m", 16)) {
            await().pollInterval(BETWEEN_LOOKS).atMost(SOON).until(() -> world.count("drill_groups") > 100);
            first.kill();
        }
        assertThat(world.count("drill_groups")).as("killed in the snapshot").isLessThan(SNAPSHOT_ROWS);
        assertThat(doubtAboutTheSlot()).as("a cleanup knows the slot as ours").isEmpty();
        world.sql("DELETE FROM drill_groups WHERE id <= 50");
        world.sql("UPDATE drill_groups SET name = 'changed while capture was dead' WHERE id BETWEEN 51 AND 100");

        try (CaptureProcess second = start("512m", 4096)) {
            await().pollInterval(BETWEEN_LOOKS).atMost(SOON).until(() -> hasEnded(2));
            assertThat(second.isAlive()).isTrue();
        }

        assertThat(Replay.of(world, "drill_groups", 2).rows()).isEqualTo(Replay.ofV1(world, "drill_groups"));
    }

    @Test
    @Order(2)
    void killedInALargeCopyEveryRowArrives() throws Exception {
        try (CaptureProcess first = start("512m", 16)) {
            copy();
            await().pollInterval(BETWEEN_LOOKS).atMost(SOON).until(() -> world.count("saved_filters") > 100);
            first.kill();
        }
        assertThat(world.count("saved_filters")).as("killed in the COPY").isLessThan(COPIED_ROWS);

        try (CaptureProcess second = start("512m", 4096)) {
            await().pollInterval(BETWEEN_LOOKS)
                    .atMost(SOON)
                    .until(() -> world.keys("saved_filters").size() == COPIED_ROWS);
            assertThat(second.isAlive()).isTrue();
        }

        assertThat(Replay.of(world, "saved_filters", 0).rows()).isEqualTo(Replay.ofV1(world, "saved_filters"));
    }

    @Test
    @Order(3)
    void aTransactionOf200000RowsFitsASmallHeapAndSurvivesAKill() throws Exception {
        try (CaptureProcess first = start("256m", 8192)) {
            world.sql("INSERT INTO training_sessions (total_duration, focus_areas)"
                    + " SELECT g, to_json(repeat('x', 1400)) FROM generate_series(1, " + LARGE_ROWS + ") g");
            await().pollInterval(BETWEEN_LOOKS)
                    .atMost(SOON)
                    .until(() -> world.count("training_sessions") > LARGE_ROWS / 4);
            first.kill();
            assertThat(first.log()).doesNotContain("OutOfMemory");
        }
        long sent = world.count("training_sessions");
        assertThat(sent).as("killed in the transaction").isLessThan(LARGE_ROWS);

        try (CaptureProcess second = start("256m", 8192)) {
            await().pollInterval(BETWEEN_LOOKS)
                    .atMost(SOON)
                    .until(() -> !second.isAlive() || world.count("training_sessions") >= sent + LARGE_ROWS);
            await().atMost(SOON)
                    .until(() ->
                            !second.isAlive() || world.keys("training_sessions").size() == LARGE_ROWS);
            assertThat(second.isAlive()).as(second.log()).isTrue();
            assertThat(second.log()).doesNotContain("OutOfMemory");
        }
    }

    private CaptureProcess start(String heap, int batch) throws Exception {
        return CaptureProcess.start(world.config().withBatches(batch, batch * 4), folder.resolve("capture.log"), heap);
    }

    private static boolean hasEnded(int generation) {
        return world.events(0).stream()
                .anyMatch(event -> event instanceof SnapshotEvent.Ended && event.generation() == generation);
    }

    private static Optional<String> doubtAboutTheSlot() {
        return SlotTrace.ofBroker(world.bootstrapServers())
                .doubt(world.address(), world.config().slot());
    }

    private static void copy() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= COPIED_ROWS; i++) {
            lines.append(i).append("\tcopied\n");
        }
        try (var connection = world.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY saved_filters (id, name) FROM STDIN", new StringReader(lines.toString()));
        }
    }
}
