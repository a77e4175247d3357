package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.local.fault.clock.ShiftedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capture's clock is moved between two of its lives: nothing that it writes or decides depends on it. */
class MovedClockIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final int ROWS = 5_000;

    @TempDir
    private Path folder;

    @Test
    void aClockThatIsMovedByAnHourBackOrForthLosesAndChangesNothing() throws Exception {
        try (CaptureWorld world = CaptureWorld.create()) {
            world.sql("INSERT INTO drill_groups (id, name) VALUES (0, 'before all')");

            try (CaptureProcess ahead = start(world, Duration.ofHours(1), "Pacific/Kiritimati")) {
                await().pollInterval(BETWEEN_LOOKS).atMost(SOON).until(() -> world.count("drill_groups") == 1);
                world.sql("INSERT INTO drill_groups (id, name) SELECT g, 'an hour ahead' FROM generate_series(1, "
                        + ROWS + ") g");
                await().pollInterval(BETWEEN_LOOKS).atMost(SOON).until(() -> world.count("drill_groups") > 100);
                ahead.kill();
            }
            assertThat(world.count("drill_groups"))
                    .as("killed in the transaction")
                    .isLessThan(ROWS);
            world.sql("UPDATE drill_groups SET name = 'an hour behind' WHERE id <= 100");
            world.sql("DELETE FROM drill_groups WHERE id > " + (ROWS - 100));

            try (CaptureProcess behind = start(world, Duration.ofHours(-1), "America/Los_Angeles")) {
                long all = world.currentLsn();
                await().pollInterval(BETWEEN_LOOKS).atMost(SOON).until(() -> confirmed(world) >= all);
                assertThat(behind.log()).doesNotContain("Exception");
            }

            assertThat(Replay.of(world, "drill_groups", 0).rows()).isEqualTo(Replay.ofV1(world, "drill_groups"));
        }
    }

    /** What V1 was told is processed. */
    private static long confirmed(CaptureWorld world) throws Exception {
        return Long.parseLong(
                world.ask("SELECT (confirmed_flush_lsn - '0/0'::pg_lsn)::bigint FROM pg_replication_slots"));
    }

    private CaptureProcess start(CaptureWorld world, Duration shift, String zone) throws Exception {
        List<String> clock = new ArrayList<>(ShiftedClock.javaArguments(shift));
        clock.add("-Duser.timezone=" + zone);
        return CaptureProcess.start(world.config().withBatches(64, 256), folder.resolve("capture.log"), "512m", clock);
    }
}
