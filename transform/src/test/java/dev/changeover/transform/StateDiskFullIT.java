package dev.changeover.transform;

import static dev.changeover.transform.RowsTest.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.Stage;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.fault.SmallDisk;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the state directory is full. */
class StateDiskFullIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Duration CLEAN_STOP = Duration.ofSeconds(20);
    private static final long NOBODY = 1_000_000;
    private static final String LARGE = "[\"" + "x".repeat(8_000) + "\"]";

    private final long seed = LiveV1.newSeed();

    @TempDir
    private Path directory;

    private LocalBroker broker;
    private LiveV1 v1;
    private long rows;

    @BeforeEach
    void start() {
        assumeThat(SmallDisk.unavailable()).isEmpty();
        broker = LocalBroker.startTemporary();
        v1 = new LiveV1(broker.bootstrapServers(), broker::createTopics, seed);
    }

    @AfterEach
    void close() {
        if (v1 != null) {
            v1.close();
            broker.close();
        }
    }

    @Test
    void aFullDiskOfTheStateDirectoryStopsTheTransformWithTheReasonAndAfterwardsItIsRight() {
        try (SmallDisk disk = SmallDisk.ofMegabytes(200)) {
            TransformConfig config = v1.pipeline.config(disk.path().resolve("state"));
            long failedAt;
            try (Transform transform = Transform.start(config)) {
                fillUntilItFails(transform, disk);
                failedAt = System.nanoTime();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - failedAt))
                    .as("to close")
                    .isLessThan(CLEAN_STOP);

            disk.release();
            try (Transform transform = Transform.start(config)) {
                v1.requireTheResultOfAnUndisturbedRun(directory);
                await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.RUNNING);
            }
        }
    }

    private void fillUntilItFails(Transform transform, SmallDisk disk) {
        v1.changeUntilTheTransformWorks();
        disk.fill();
        await().atMost(DEADLINE).until(() -> {
            putLargeRowsOfNobody();
            v1.change();
            return transform.state() == Stage.State.FAILED;
        });
        assertThat(v1.inFlight()).as("changes in flight, seed %d", seed).isPositive();
        assertThat(transform.failure()).map(Problem::line).hasValueSatisfying(line -> assertThat(line)
                .contains("its state directory cannot be used", "disk has room"));
    }

    /** No document holds them, but the stores do. */
    private void putLargeRowsOfNobody() {
        for (int i = 0; i < 200; i++) {
            v1.pipeline.take(session(1, ++rows, NOBODY, LARGE, "1"));
        }
        v1.pipeline.flush();
    }
}
