package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.change.RowChange;
import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.stage.Stage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One V1 and one capture, told as one story: snapshot, stream, idle, crash, and the end. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CaptureIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static CaptureWorld world;
    private static Capture capture;

    @BeforeAll
    static void startWithRows() throws SQLException {
        world = CaptureWorld.create();
        world.sql(
                "INSERT INTO users (first_name, email) SELECT 'n' || g, 'u' || g || '@x' FROM generate_series(1, 50) g");
        world.sql("INSERT INTO drills (title) VALUES ('Cone weave')");
        capture = Capture.start(world.config());
    }

    @AfterAll
    static void stop() throws SQLException {
        capture.close();
        world.close();
    }

    @Test
    @Order(1)
    void announcesASnapshotWithTheRealEndsOnceAllOfItIsAcknowledged() {
        await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);

        assertThat(capture.state()).isEqualTo(Stage.State.RUNNING);
        for (int partition = 0; partition < CaptureWorld.PARTITIONS; partition++) {
            List<SnapshotEvent> events = world.events(partition);
            assertThat(events).hasSize(2);
            assertThat(events.get(0)).isEqualTo(new SnapshotEvent.Started(1));
            SnapshotEvent.Ended ended = (SnapshotEvent.Ended) events.get(1);
            assertThat(ended.generation()).isEqualTo(1);
            assertThat(ended.ends().keySet()).containsExactlyInAnyOrderElementsOf(MigrationPlan.capturedTables());
            assertThat(ended.ends().getOrDefault("users", List.of()).stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(50);
        }
        assertThat(world.changes("users")).hasSize(50).allSatisfy(change -> {
            assertThat(change.version().generation()).isEqualTo(1);
            assertThat(change.version().streamed()).isFalse();
        });
    }

    @Test
    @Order(2)
    void whatV1CommittedBeforeAnAcknowledgedPositionIsInTheTopics() throws SQLException {
        world.sql("INSERT INTO completed_sessions (user_id, drills) SELECT 1, '[]' FROM generate_series(1, 500)");
        long lsn = world.currentLsn();

        await().atMost(SOON).until(() -> capture.status().acknowledgedLsn() >= lsn);

        assertThat(world.latest("completed_sessions")).hasSize(500);
        await().atMost(SOON).until(() -> world.progress().stream()
                .anyMatch(told -> told.acknowledgedLsn() >= lsn
                        && told.run().equals(capture.status().run())));
    }

    @Test
    @Order(3)
    void aTransactionThatCommitsLaterIsNotAcknowledgedByAnEarlierRowOfIts() throws Exception {
        try (var open = world.connect();
                var statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("INSERT INTO drill_groups (user_id, name) VALUES (1, 'late')");
            long written = world.currentLsn();
            await().atMost(SOON).until(() -> capture.status().acknowledgedLsn() > written);
            assertThat(world.latest("drill_groups")).isEmpty();
            open.commit();
        }
        long committed = world.currentLsn();
        await().atMost(SOON).until(() -> capture.status().acknowledgedLsn() >= committed);

        assertThat(world.latest("drill_groups")).hasSize(1);
        assertThat(world.latest("drill_groups")
                        .values()
                        .iterator()
                        .next()
                        .version()
                        .lsn())
                .isLessThan(committed);
    }

    @Test
    @Order(4)
    void theSlotAdvancesWhileTheCapturedTablesAreIdle() throws SQLException {
        long before = confirmed();
        world.sql("CREATE TABLE busy AS SELECT g FROM generate_series(1, 1000) g");
        long lsn = world.currentLsn();

        await().atMost(SOON).until(() -> confirmed() >= lsn);

        assertThat(confirmed()).isGreaterThan(before);
        assertThat(world.ask("SELECT count(*) FROM pg_tables WHERE tablename LIKE '%changeover%'"))
                .isEqualTo("0");
    }

    @Test
    @Order(5)
    void unchangedToastIsMarkedAndNothingElseTravels() throws SQLException {
        world.sql("ALTER TABLE users ADD COLUMN card varchar DEFAULT 'private'");
        world.sql("INSERT INTO users (id, primary_goal, biggest_challenge)"
                + " SELECT 900, string_agg(md5(g::text), ''), to_json(string_agg(md5(g::text), ''))"
                + " FROM generate_series(1, 3000) g");
        world.sql("UPDATE users SET email = 'new@x' WHERE id = 900");
        long lsn = world.currentLsn();

        await().atMost(SOON).until(() -> capture.status().acknowledgedLsn() >= lsn);

        RowChange.Upsert row = (RowChange.Upsert) world.latest("users", 900);
        var plan = MigrationPlan.table("users");
        assertThat(row.unchanged())
                .containsExactlyInAnyOrder(plan.sourceIndex("primary_goal"), plan.sourceIndex("biggest_challenge"));
        assertThat(world.records("changeover.v1.public.users", CaptureWorld.PARTITIONS))
                .noneMatch(each -> new String(each.value(), java.nio.charset.StandardCharsets.UTF_8).contains("card"));
    }

    @Test
    @Order(6)
    void killedInTheMiddleOfMultiRowInsertsAndALongTransactionEveryRowArrives() throws Exception {
        capture.close();
        capture = Capture.start(world.config().withBatches(64, 128));
        try (var open = world.connect();
                var statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute(
                    "INSERT INTO saved_filters (user_id, name) SELECT 1, 'a' || g FROM generate_series(1, 300) g");
            for (int round = 0; round < 3; round++) {
                int before = world.latest("ordered_session_drills").size();
                world.sql("INSERT INTO ordered_session_drills (position) SELECT g FROM generate_series(1, 2000) g");
                await().atMost(SOON)
                        .until(() -> world.latest("ordered_session_drills").size() > before);
                // Looking takes longer than capturing the rows above; these are on their way for sure.
                world.sql("INSERT INTO ordered_session_drills (position) SELECT g FROM generate_series(1, 10000) g");
                capture.close();
                assertThat(world.latest("ordered_session_drills").size())
                        .as("work was in flight when the capture ended")
                        .isLessThan(12_000 * (round + 1));
                capture = Capture.start(world.config().withBatches(64, 128));
            }
            statement.execute(
                    "INSERT INTO saved_filters (user_id, name) SELECT 1, 'b' || g FROM generate_series(1, 300) g");
            open.commit();
        }
        long lsn = world.currentLsn();
        await().atMost(Duration.ofMinutes(1)).until(() -> capture.status().acknowledgedLsn() >= lsn);

        assertThat(world.latest("ordered_session_drills")).hasSize(36_000);
        assertThat(world.latest("saved_filters")).hasSize(600);
        assertThat(capture.status().generation()).isEqualTo(1);
    }

    @Test
    @Order(7)
    void aRowThatIsTooLargeIsUnreadableAndTheOthersGoOn() throws SQLException {
        capture.close();
        capture = Capture.start(world.config().withMaxRecordBytes(2000));
        world.sql("INSERT INTO users (id, first_name) VALUES (1001, repeat('x', 3000)), (1002, 'small')");
        long lsn = world.currentLsn();
        await().atMost(SOON).until(() -> capture.status().acknowledgedLsn() >= lsn);

        RowChange large = world.latest("users", 1001);
        assertThat(large).isInstanceOf(RowChange.Unreadable.class);
        assertThat(large.version().streamed()).isTrue();
        assertThat(large.version().lsn()).isPositive();
        assertThat(((RowChange.Unreadable) large).reason()).contains("capture.maxRecordBytes");
        assertThat(world.latest("users", 1002)).isInstanceOf(RowChange.Upsert.class);
    }

    @Test
    @Order(8)
    void v1RestartedGoesOnByItself() throws SQLException {
        capture.close();
        capture = Capture.start(world.config());
        world.postgres().restart();
        world.sql("INSERT INTO progress_history (user_id) VALUES (1)");
        long lsn = world.currentLsn();

        await().atMost(Duration.ofMinutes(1)).until(() -> capture.status().acknowledgedLsn() >= lsn);

        assertThat(world.latest("progress_history")).hasSize(1);
        assertThat(capture.state()).isEqualTo(Stage.State.RUNNING);
    }

    @Test
    @Order(9)
    void truncateStopsWithTheReason() throws SQLException {
        world.sql("TRUNCATE password_reset_codes");

        await().atMost(SOON).until(() -> capture.state() == Stage.State.FAILED);

        assertThat(capture.failure().orElseThrow().what()).contains("truncated");
        assertThat(capture.failure().orElseThrow().remedy()).contains("capture resnapshot");
        capture.close();
    }

    @Test
    @Order(10)
    void aNewSnapshotOnDemandIsTheNextGeneration() {
        Resnapshot.request(world.bootstrapServers(), CaptureWorld.PARTITIONS);

        capture = Capture.start(world.config());

        await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
        assertThat(capture.status().generation()).isEqualTo(2);
        assertThat(world.latest("completed_sessions").values())
                .hasSize(500)
                .allMatch(change -> change.version().generation() == 2);
        capture.close();
        capture = Capture.start(world.config());
        assertThat(capture.status().generation()).isEqualTo(2);
    }

    @Test
    @Order(11)
    void aColumnThatIsDroppedStopsWithTheReason() throws SQLException {
        world.sql("ALTER TABLE saved_filters DROP COLUMN name");
        world.sql("INSERT INTO saved_filters (user_id) VALUES (1)");

        await().atMost(SOON).until(() -> capture.state() == Stage.State.FAILED);

        assertThat(capture.failure().orElseThrow().what())
                .contains("saved_filters.name")
                .contains("dropped");
    }

    private static long confirmed() throws SQLException {
        return Long.parseLong(
                world.ask("SELECT (confirmed_flush_lsn - '0/0'::pg_lsn)::bigint FROM pg_replication_slots"));
    }
}
