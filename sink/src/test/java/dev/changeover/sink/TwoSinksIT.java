package dev.changeover.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Two sinks own one user: one is paused in the middle of a transaction, loses its users to the other, and wakes up. */
class TwoSinksIT {
    private static final int USERS = 40;
    private static final int THREADS = SinkLab.PARTITIONS;
    private static LocalPostgres server;
    private static LocalBroker broker;

    @BeforeAll
    static void start() {
        server = LocalPostgres.startTemporary();
        broker = LocalBroker.startTemporary();
    }

    @AfterAll
    static void stop() {
        broker.close();
        server.close();
    }

    /** What takes the paused sink's users away from it. */
    @FunctionalInterface
    private interface Takeover {
        void strike(SinkLab lab) throws Exception;
    }

    private static void pausedAndAwakeAgain(String environment, Takeover takeover) throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), environment, USERS);
        lab.run("INSERT INTO users (email, first_name) SELECT 'u' || n || '@x', 'stale' FROM generate_series(1, 20) n");
        try (SinkProcess old = SinkProcess.start(lab.config())) {
            lab.send(SinkLab.users(USERS, "first"));
            lab.awaitNamed("first", USERS);
            pauseInTheMiddle(lab, old);
            lab.send(SinkLab.users(USERS, "third"));

            try (Sink young = Sink.start(lab.config())) {
                takeover.strike(lab);
                lab.awaitNamed("third", USERS);
                String content = lab.content();

                old.resume();
                // It joins again when it has done with the batch in hand.
                await().atMost(SinkLab.PATIENCE).until(() -> lab.members().size() == 2 * THREADS);

                assertThat(lab.content()).isEqualTo(content);
                lab.requireOneEffect(USERS, "third");
                lab.send(SinkLab.users(USERS, "fourth")); // whoever owns them now
                lab.awaitNamed("fourth", USERS);
                assertThat(old.isAlive()).isTrue();
                assertThat(young.failure()).isEmpty();
            }
            lab.requireOneEffect(USERS, "fourth");
        }
    }

    /** The old sink's transaction holds users with their second name, uncommitted, when its process stops. */
    private static void pauseInTheMiddle(SinkLab lab, SinkProcess old) throws Exception {
        try (Connection holder = lab.connect()) {
            holder.setAutoCommit(false);
            try (var statement = holder.createStatement()) {
                statement.execute("LOCK TABLE changeover.quarantine IN ACCESS EXCLUSIVE MODE"); // the end of each batch
            }
            lab.send(SinkLab.users(USERS, "second"));
            await().atMost(SinkLab.PATIENCE)
                    .until(() -> !lab.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock' AND backend_xid IS NOT NULL"
                                    + " AND application_name = 'changeover-sink'")
                            .equals("0"));
            old.pause();
            holder.rollback();
        }
        lab.awaitAnswer(
                "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND state = 'idle in transaction' AND backend_xid IS NOT NULL",
                "t");
    }

    @Test
    void whatThePausedOneStillHoldsIsOlderAndNothingGoesBack() throws Exception {
        pausedAndAwakeAgain("taken-over", lab -> {
            lab.forgetMembers();
            // as the server does after idle_in_transaction_session_timeout
            lab.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND state = 'idle in transaction'");
        });
    }

    @Test
    void aSinkThatStopsLeavesItsUsersToTheOtherAtOnce() throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "stops", USERS);
        try (Sink stays = Sink.start(lab.config())) {
            try (Sink stops = Sink.start(lab.config())) {
                await().atMost(SinkLab.PATIENCE).until(() -> lab.members().size() == 2 * THREADS);
                assertThat(stops.failure()).isEmpty();
            }

            assertThat(lab.members()).hasSize(THREADS);

            lab.send(SinkLab.users(USERS, "first"));
            lab.awaitNamed("first", USERS);
            assertThat(stays.failure()).isEmpty();
        }
    }

    @Test
    void aSinkWhoseStateDirectoryCannotBeWrittenIsRefusedWithTheReason(@TempDir Path directory) throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "unwritable", 1);
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> Sink.start(in(file.resolve("below"), lab.config())))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("its state directory")
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("make sure that this user may write there");

        assertThat(lab.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name = 'changeover-sink'"))
                .as("sessions that it left")
                .isEqualTo("0");
    }

    private static void stop(Sink sink) {
        sink.close();
    }

    private static SinkConfig in(Path stateDirectory, SinkConfig config) {
        return SinkConfig.of(
                config.v1(),
                config.target(),
                config.topics(),
                config.bootstrapServers(),
                config.partitions(),
                stateDirectory);
    }

    @Test
    void aSinkWithACopyOfAnothersStateDirectoryTakesItsPlaceAndTheOtherStopsAndSaysWhy(@TempDir Path copy)
            throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "copied", USERS);
        try (Sink original = Sink.start(lab.config())) {
            lab.send(SinkLab.users(USERS, "first"));
            lab.awaitNamed("first", USERS);
            Path name = Path.of("1.lock");
            Files.copy(lab.config().stateDirectory().resolve(name), copy.resolve(name));

            try (Sink copied = Sink.start(in(copy, lab.config()))) {
                await().atMost(SinkLab.PATIENCE).until(() -> original.state() == Stage.State.FAILED);
                assertThat(original.failure()).map(Problem::line).hasValueSatisfying(line -> assertThat(line)
                        .contains("another one took its place", "a state directory of its own"));

                lab.send(SinkLab.users(USERS, "second"));
                lab.awaitNamed("second", USERS);
                stop(original); // which takes the name out of the group, the other one's too
                lab.send(SinkLab.users(USERS, "third"));
                lab.awaitNamed("third", USERS);
                lab.requireOneEffect(USERS, "third");
                assertThat(copied.failure()).isEmpty();
            }
        }
    }

    /** Of a client that stopped in the middle of a COPY the server sees the same: it waits for the rest of the rows. */
    @Test
    void aSinkThatFrozeInTheMiddleOfACopyHoldsItsSuccessorUpForSecondsOnly() throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "frozen-copy", USERS);
        try (Sink young = Sink.start(lab.config())) {
            lab.send(SinkLab.users(USERS, "first"));
            lab.awaitNamed("first", USERS);
            try (Connection frozen = lab.connect()) {
                frozen.setAutoCommit(false);
                try (var statement = frozen.createStatement()) {
                    statement.execute("SET application_name = 'changeover-sink'");
                    statement.execute("SELECT * FROM changeover.v1_user FOR UPDATE");
                }
                frozen.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY users (email) FROM STDIN");

                lab.send(SinkLab.users(USERS, "second"));

                lab.awaitNamed("second", USERS);
                assertThat(young.failure()).isEmpty();
                assertThat(lab.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND query LIKE 'COPY users (email)%'"))
                        .isEqualTo("0");
            }
        }
        lab.requireOneEffect(USERS, "second");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "changeover.longFaults",
            matches = "true",
            disabledReason = "takes more than 45 s: waits for the real timeouts of group and transaction")
    void pausedFor45SecondsAndAwakeAgainNothingGoesBack() throws Exception {
        pausedAndAwakeAgain("paused-45-s", lab -> {
            long begin = System.nanoTime();
            await().atMost(Duration.ofSeconds(120))
                    .until(() ->
                            System.nanoTime() - begin > Duration.ofSeconds(45).toNanos());
        });
    }
}
