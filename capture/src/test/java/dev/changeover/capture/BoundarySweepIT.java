package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.capture.CrashingOutbox.Moment;
import dev.changeover.capture.broker.KafkaOutbox;
import dev.changeover.capture.broker.Outbox;
import dev.changeover.capture.broker.ProgressReport;
import dev.changeover.capture.engine.SlotOffsets;
import dev.changeover.capture.generation.StateStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * COPY, multi-row insert, primary-key change, delete and insert, interleaved transactions, one that is open across the
 * restart, TOAST update: a crash at every record of them. V1 hears of every position as soon as it is acknowledged,
 * which is the worst case for a restart.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BoundarySweepIT {
    private static final Logger LOG = LoggerFactory.getLogger(BoundarySweepIT.class);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> TABLES = List.of("users", "drill_groups");

    private static final int MOST_SWEEPS = 8;

    private static CaptureWorld world;
    private static int round;

    @TempDir
    private Path folder;

    @BeforeAll
    static void snapshotNothing() throws Exception {
        world = CaptureWorld.create();
        catchUp(UnaryOperator.identity());
    }

    @AfterAll
    static void stop() throws SQLException {
        world.close();
    }

    @ParameterizedTest
    @Order(1)
    @CsvSource({
        "1, BEFORE_THE_BROKER_HAS_THE_RECORD",
        "1, AFTER_THE_BROKER_ACKNOWLEDGED_IT",
        "8, BEFORE_THE_BROKER_HAS_THE_RECORD"
    })
    void aCrashAtAnyRecordLosesNothing(int batch, Moment moment) throws Exception {
        try (SweepRound v1 = new SweepRound(world)) {
            v1.openLate(round + 1);
            for (int record = 1; record <= SweepRound.RECORDS; record++) {
                round++;
                crashAt(record, v1, batch, moment, UnaryOperator.identity());
            }
            catchUp(UnaryOperator.identity());

            for (String table : TABLES) {
                Replay replay = Replay.of(world, table, 0);
                assertThat(replay.rows()).as(table).isEqualTo(Replay.ofV1(world, table));
                assertThat(v1.journal())
                        .filteredOn(each -> each.table().equals(table))
                        .allMatch(each -> replay.seen().getOrDefault(each.id(), Set.of()).stream()
                                .anyMatch(version -> version.contains(each.marker())));
            }
        }
    }

    @Test
    @Order(2)
    void theSweepFindsTheLossOfAConnectorThatGoesOnAtARow() throws Exception {
        UnaryOperator<Properties> itsOwnOffsets = settings -> {
            settings.remove(SlotOffsets.RESUME_LSN);
            settings.put("offset.storage", FileOffsetBackingStore.class.getName());
            settings.put(
                    "offset.storage.file.filename", folder.resolve("offsets").toString());
            settings.put("slot.max.retries", "20"); // it reads the log twice to find its row
            settings.put("slot.retry.delay.ms", "100");
            return settings;
        };
        catchUp(itsOwnOffsets);

        Set<Long> missing = Set.of();
        for (int sweep = 0; sweep < MOST_SWEEPS && missing.isEmpty(); sweep++) {
            missing = missingAfterASweep(itsOwnOffsets);
        }

        assertThat(missing).as("rows of one COPY").isNotEmpty();
    }

    /** Whether such a connector loses rows depends on what it had written down when it died: not every sweep hits that. */
    private static Set<Long> missingAfterASweep(UnaryOperator<Properties> itsOwnOffsets) throws Exception {
        try (SweepRound v1 = new SweepRound(world)) {
            v1.openLate(round + 1);
            for (int record = 1; record <= 5; record++) {
                round++;
                trustTheSlotWhereverItIs();
                crashAt(record, v1, 1, Moment.BEFORE_THE_BROKER_HAS_THE_RECORD, itsOwnOffsets);
            }
        }
        trustTheSlotWhereverItIs();
        catchUp(itsOwnOffsets);
        Set<Long> missing = new TreeSet<>(Replay.ofV1(world, "users").keySet());
        missing.removeAll(Replay.of(world, "users", 0).rows().keySet());
        return missing;
    }

    /** Such a connector tells V1 positions that capture does not know of, which the next start would refuse. */
    private static void trustTheSlotWhereverItIs() {
        try (Outbox outbox = new KafkaOutbox(world.bootstrapServers())) {
            new StateStore(outbox).confirm(1, Long.MAX_VALUE);
        }
    }

    /** One life of capture that ends at a record of this round's, while later ones of it are committed in V1. */
    private static void crashAt(
            int record, SweepRound v1, int batch, Moment moment, UnaryOperator<Properties> engineSettings)
            throws Exception {
        int ours = round;
        CrashingOutbox outbox = new CrashingOutbox(
                new KafkaOutbox(world.bootstrapServers()),
                message -> SweepRound.isOf(ours, message.key()),
                record,
                moment,
                BoundarySweepIT::cutV1);
        long started = System.nanoTime();
        try (CaptureSession session = open(batch, servers -> outbox, engineSettings)) {
            v1.commitAll(round);
            v1.openLate(round + 1);
            await().atMost(SOON).until(outbox::isCrashed);
            assertThat(session).isNotNull();
        }
        LOG.debug("one life of {} ms", (System.nanoTime() - started) / 1_000_000);
    }

    private static CaptureSession open(
            int batch, Function<String, Outbox> outbox, UnaryOperator<Properties> engineSettings) throws Exception {
        UnaryOperator<Properties> quickly = settings -> {
            settings.put("executor.shutdown.timeout.ms", "50"); // a dead engine has nothing to finish
            return engineSettings.apply(settings);
        };
        SessionParts parts = new SessionParts(outbox, quickly, Duration.ZERO, Duration.ofMinutes(1));
        return CaptureSession.open(
                world.config().withBatches(batch, batch * 4), parts, new ProgressReport(Clock.systemUTC()));
    }

    private static void catchUp(UnaryOperator<Properties> engineSettings) throws Exception {
        ProgressReport progress = new ProgressReport(Clock.systemUTC());
        SessionParts parts = new SessionParts(KafkaOutbox::new, engineSettings, Duration.ZERO, Duration.ofMinutes(1));
        long lsn = world.currentLsn();
        try (CaptureSession session = CaptureSession.open(world.config(), parts, progress)) {
            await().atMost(SOON).until(() -> progress.status().acknowledgedLsn() >= lsn);
            assertThat(session).isNotNull();
        }
    }

    /** Ends what V1 runs for capture, so that a dying engine cannot tell it anything. */
    private static void cutV1() {
        try {
            world.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_replication");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
