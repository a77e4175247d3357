package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.changeover.capture.broker.KafkaOutbox;
import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.change.RowChange;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.postgresql.PGConnection;

/** Transactions, prepared ones too, that are open in V1 while capture asks for its slot, or starts again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenTransactionsAtTheStartIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final SessionParts IMPATIENT = new SessionParts(
            KafkaOutbox::new, SessionParts.PRODUCTION.engineSettings(), Duration.ofMillis(500), Duration.ofSeconds(4));

    private static CaptureWorld world;

    @BeforeAll
    static void create() throws SQLException {
        world = CaptureWorld.create(Map.of("max_prepared_transactions", "5"));
        world.sql("INSERT INTO drill_groups (id, name) VALUES (1, 'as the snapshot sees it'), (2, 'deleted late')");
    }

    @AfterAll
    static void stop() throws SQLException {
        world.close();
    }

    @Test
    @Order(1)
    void aLongTransactionInV1BlocksTheSlotAndItsSessionIsNamed() throws SQLException {
        try (Connection open = begun("UPDATE drill_groups SET name = name")) {
            Problem problem = refused();

            int pid = open.unwrap(PGConnection.class).getBackendPID();
            assertThat(problem.what()).contains("did not give capture a slot within 4 s");
            assertThat(problem.why()).contains("server process " + pid + " of postgres", "idle in transaction");
            assertThat(problem.remedy()).contains("pg_terminate_backend");
        }
        assertThat(world.slots()).isEqualTo("0");
        assertThat(world.publications()).isEqualTo("0");
    }

    @Test
    @Order(2)
    void aPreparedTransactionInV1BlocksTheSlotAndIsNamed() throws SQLException {
        begun("UPDATE drill_groups SET name = name", "PREPARE TRANSACTION 'forgotten'")
                .close();

        Problem problem = refused();

        world.sql("ROLLBACK PREPARED 'forgotten'");
        assertThat(problem.why()).contains("prepared transaction 'forgotten' of postgres");
        assertThat(problem.remedy()).contains("ROLLBACK PREPARED");
        assertThat(world.slots()).isEqualTo("0");
    }

    @Test
    @Order(3)
    void aTransactionThatWroteBeforeTheSlotsConsistentPointAndCommitsAfterItArrives() throws Exception {
        Connection blocksTheFirstWait = begun("INSERT INTO users (first_name) VALUES ('first')");
        CompletableFuture<Capture> starting = CompletableFuture.supplyAsync(() -> Capture.start(world.config()));
        awaitSlotWaitsFor(blocksTheFirstWait);
        Connection blocksTheSecondWait = begun("INSERT INTO users (first_name) VALUES ('second')");
        blocksTheFirstWait.commit();
        awaitSlotWaitsFor(blocksTheSecondWait);
        Connection across = begun(
                "UPDATE drill_groups SET name = 'written before, committed after' WHERE id = 1",
                "DELETE FROM drill_groups WHERE id = 2",
                "INSERT INTO drill_groups (id, name) VALUES (3, 'new')");
        blocksTheSecondWait.commit();
        try (Capture capture = starting.get(60, TimeUnit.SECONDS)) {
            await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
            assertThat(world.latest("drill_groups")).as("the snapshot").containsOnlyKeys(1L, 2L);
            across.commit();
            long lsn = world.currentLsn();
            await().atMost(SOON).until(() -> capture.status().acknowledgedLsn() >= lsn);
        }
        for (Connection each : List.of(blocksTheFirstWait, blocksTheSecondWait, across)) {
            each.close();
        }

        assertThat(Replay.of(world, "drill_groups", 0).rows()).isEqualTo(Replay.ofV1(world, "drill_groups"));
        assertThat(Replay.of(world, "users", 0).rows()).isEqualTo(Replay.ofV1(world, "users"));
        RowChange before = world.changes("drill_groups").stream()
                .filter(change -> !change.version().streamed())
                .findFirst()
                .orElseThrow();
        assertThat(world.latest("drill_groups", 1).version().streamed()).isTrue();
        assertThat(world.latest("drill_groups", 1).version().lsn())
                .as("written before the snapshot's position")
                .isLessThan(before.version().lsn());
    }

    @Test
    @Order(4)
    void aPreparedTransactionThatIsOpenAcrossTheRestartArrives() throws Exception {
        try (Capture first = Capture.start(world.config())) {
            begun(
                            "INSERT INTO saved_filters (id, name) SELECT g, 'p' FROM generate_series(1, 50) g",
                            "PREPARE TRANSACTION 'long'")
                    .close();
            world.sql("INSERT INTO saved_filters (id, name) VALUES (100, 'around it')");
            long lsn = world.currentLsn();
            await().atMost(SOON).until(() -> first.status().acknowledgedLsn() >= lsn);
        }
        assertThat(world.latest("saved_filters")).containsOnlyKeys(100L);
        try (Capture second = Capture.start(world.config())) {
            world.sql("COMMIT PREPARED 'long'");
            long lsn = world.currentLsn();
            await().atMost(SOON).until(() -> second.status().acknowledgedLsn() >= lsn);
        }

        assertThat(world.latest("saved_filters")).hasSize(51);
    }

    private static Connection begun(String... statements) throws SQLException {
        Connection connection = world.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return connection;
    }

    private static void awaitSlotWaitsFor(Connection transaction) throws SQLException {
        int pid = transaction.unwrap(PGConnection.class).getBackendPID();
        await().atMost(SOON).until(() -> world.ask("SELECT bool_or(" + pid + " = ANY (pg_blocking_pids(active_pid)))"
                        + " FROM pg_replication_slots")
                .equals("t"));
    }

    private static Problem refused() {
        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> Capture.start(world.config(), IMPATIENT)
                        .close());
        assertThat(refusal).as("capture started").isNotNull();
        return refusal.problem();
    }
}
