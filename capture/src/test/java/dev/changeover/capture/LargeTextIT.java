package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of 10 MB that no compression makes small, through a real broker, and out of a small heap. */
class LargeTextIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int ROWS = 6;

    @TempDir
    private Path folder;

    @Test
    void textsOfTenMegabytesArriveByteForByteBySnapshotAndByStream() throws SQLException, IOException {
        try (CaptureWorld world = CaptureWorld.create()) {
            insert(world, 1);
            try (CaptureProcess capture = CaptureProcess.start(world.config(), folder.resolve("log"), "256m")) {
                await().pollInterval(Duration.ofMillis(300))
                        .atMost(SOON)
                        .until(() -> world.count("drill_groups") >= ROWS || !capture.isAlive());
                insert(world, 101);
                await().pollInterval(Duration.ofMillis(300))
                        .atMost(SOON)
                        .until(() -> world.count("drill_groups") >= 2 * ROWS || !capture.isAlive());
                assertThat(capture.isAlive()).as(capture.log()).isTrue();
            }

            assertThat(Replay.of(world, "drill_groups", 0).rows().equals(Replay.ofV1(world, "drill_groups")))
                    .as("byte for byte")
                    .isTrue();
        }
    }

    private static void insert(CaptureWorld world, int from) throws SQLException {
        for (int id = from; id < from + ROWS; id++) {
            world.sql("INSERT INTO drill_groups (id, description) SELECT " + id + ", string_agg(md5(g::text || " + id
                    + "), '') FROM generate_series(1, 330000) g");
        }
    }
}
