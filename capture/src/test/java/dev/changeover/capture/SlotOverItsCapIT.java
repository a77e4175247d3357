package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** V1 keeps only so much WAL for the slot: warned before, and stopped with the reason after. */
class SlotOverItsCapIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Map<String, String> SMALL_CAP =
            Map.of("max_slot_wal_keep_size", "64MB", "max_wal_size", "64MB", "min_wal_size", "32MB");

    @Test
    void aSlotOverItsWalCapIsWarnedAboutBeforeAndRefusedAfterUntilANewSnapshot() throws SQLException {
        try (CaptureWorld world = CaptureWorld.create(SMALL_CAP);
                Connection holdsTheSlotBack = world.connect()) {
            loseTheSlot(world, holdsTheSlotBack);

            assertLost(refused(world));
            holdsTheSlotBack.rollback();
            Resnapshot.request(world.bootstrapServers(), CaptureWorld.PARTITIONS);
            try (Capture again = Capture.start(world.config())) {
                await().atMost(SOON).until(() -> again.status().doing() == CaptureProgress.State.STREAMING);
                assertThat(again.status().generation()).isEqualTo(2);
            }
        }
    }

    private static void loseTheSlot(CaptureWorld world, Connection holdsTheSlotBack) throws SQLException {
        try (Capture capture = Capture.start(world.config())) {
            await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
            ListAppender<ILoggingEvent> log = new ListAppender<>();
            log.start();
            ((Logger) LoggerFactory.getLogger(SourceWatch.class)).addAppender(log);
            holdsTheSlotBack.setAutoCommit(false);
            try (Statement statement = holdsTheSlotBack.createStatement()) {
                statement.execute("INSERT INTO users (first_name) VALUES ('open for long')");
            }

            writeWal(world, 40);
            await().atMost(SOON).until(() -> isWarned(log));
            assertThat(capture.state()).as("warned while it still works").isEqualTo(Stage.State.RUNNING);
            assertThat(capture.status().keptWalBytes()).isGreaterThan(32L << 20);

            writeWal(world, 160);
            await().atMost(SOON).until(() -> capture.state() == Stage.State.FAILED);
            assertLost(capture.failure().orElseThrow());
        }
    }

    @Test
    void pipelineDownUntilTheWalIsGoneIsRefused() throws SQLException {
        try (CaptureWorld world = CaptureWorld.create(SMALL_CAP)) {
            try (Capture capture = Capture.start(world.config())) {
                await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
            }
            world.sql("INSERT INTO users (first_name) VALUES ('while capture was away')");
            writeWal(world, 200);

            assertLost(refused(world));
        }
    }

    private static boolean isWarned(ListAppender<ILoggingEvent> log) {
        return List.copyOf(log.list).stream().anyMatch(each -> each.getMessage().contains("V1 keeps much WAL"));
    }

    private static void assertLost(Problem problem) {
        assertThat(problem.what()).contains("is lost");
        assertThat(problem.why()).contains("max_slot_wal_keep_size");
        assertThat(problem.remedy()).contains("capture resnapshot");
    }

    private static void writeWal(CaptureWorld world, int megabytes) throws SQLException {
        for (int written = 0; written < megabytes; written += 20) {
            world.sql("SELECT pg_logical_emit_message(false, 'filler', repeat('x', 1000000))"
                    + " FROM generate_series(1, 20)");
            world.sql("CHECKPOINT");
        }
    }

    private static Problem refused(CaptureWorld world) {
        ProblemException refusal = catchThrowableOfType(
                ProblemException.class, () -> Capture.start(world.config()).close());
        assertThat(refusal).as("capture started").isNotNull();
        return refusal.problem();
    }
}
