package dev.changeover.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.stage.Stage;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sink with a broker: it consumes, commits its position, stops and goes on. */
class SinkIT {
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

    private static SinkLab fresh(String environment) throws SQLException {
        return SinkLab.fresh(server, broker.bootstrapServers(), environment, 20);
    }

    @Test
    void itConsumesStopsAndGoesOnWhereItWas() throws Exception {
        SinkLab lab = fresh("restart");
        lab.send(SinkLab.users(20, "first"));

        try (Sink sink = Sink.start(lab.config())) {
            lab.awaitAnswer("SELECT count(*) FROM users", "20");
            assertThat(sink.state()).isEqualTo(Stage.State.RUNNING);
            assertThat(sink.summary().created()).isEqualTo(20);
            assertThat(sink.summary().unchanged()).isZero();
        }
        lab.send(SinkLab.user(1, "u1@x", "second"));
        try (Sink sink = Sink.start(lab.config())) {
            lab.awaitAnswer("SELECT count(*) FROM users WHERE first_name = 'second'", "1");
            assertThat(sink.progress().documents()).as("committed offsets").isEqualTo(1);
            assertThat(sink.summary().rowsWritten()).isEqualTo(1);
        }
        assertThat(lab.ask("SELECT count(*) FROM changeover.sink_transaction")).isNotEqualTo("0");
    }

    @Test
    void aRoleWithoutSuperuserThatOwnsTheTablesIsEnough() throws Exception {
        SinkLab lab = fresh("plain-role");
        lab.run("CREATE ROLE plain LOGIN; GRANT CREATE ON SCHEMA public TO plain; DO $$ DECLARE name text; BEGIN"
                + " EXECUTE format('GRANT CREATE ON DATABASE %I TO plain', current_database());"
                + " FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP"
                + " EXECUTE format('ALTER TABLE public.%I OWNER TO plain', name); END LOOP; END $$");
        lab.run("INSERT INTO users (email, first_name) VALUES ('u1@x', 'stale')");
        SinkConfig superuser = lab.config();
        DatabaseAddress there = superuser.target();
        DatabaseAddress plain = new DatabaseAddress(
                there.host(), there.port(), there.database(), "plain", there.password(), there.options());
        lab.send(SinkLab.users(20, "first"));

        try (Sink sink = Sink.start(SinkConfig.of(
                superuser.v1(),
                plain,
                superuser.topics(),
                superuser.bootstrapServers(),
                superuser.partitions(),
                superuser.stateDirectory()))) {
            lab.awaitNamed("first", 20);
            assertThat(sink.state()).isEqualTo(Stage.State.RUNNING);
        }
        lab.requireOneEffect(20, "first");
    }

    @Test
    void aConflictThatEndsIsAppliedByItself() throws Exception {
        SinkLab lab = fresh("retry");
        lab.send(SinkLab.user(1, "same@x", "one"), SinkLab.user(2, "SAME@x", "two"));

        try (Sink sink = Sink.start(lab.config())) {
            lab.awaitAnswer("SELECT count(*) FROM changeover.quarantine WHERE reason = 'duplicate-email'", "2");
            lab.send(SinkLab.user(1, "other@x", "one"));

            lab.awaitAnswer("SELECT count(*) FROM users", "2");
            lab.awaitAnswer("SELECT count(*) FROM changeover.quarantine", "0");
            assertThat(sink.failure()).isEmpty();
        }
    }

    @Test
    void aSelectiveRunAppliesTheLowestEligibleUsersAndTheFullRunTheRest() throws Exception {
        SinkLab lab = fresh("limit");
        lab.send(SinkLab.users(20, "first"));

        try (Sink sink = Sink.start(lab.config().withSelection(new Selection.Lowest(3)))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> sink.applied().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            >= 20);
        }
        assertThat(lab.ask("SELECT string_agg(v1_user_id::text, ' ' ORDER BY v1_user_id) FROM changeover.v1_user"
                        + " WHERE outcome = 'created'"))
                .isEqualTo("1 2 3");

        try (Sink sink = Sink.start(lab.config())) {
            lab.awaitAnswer("SELECT count(*) FROM users", "20");
            assertThat(sink.state()).isEqualTo(Stage.State.RUNNING);
        }
    }

    @Test
    void aFailureThatCountsStopsTheSinkWhenItShall() throws Exception {
        SinkLab lab = fresh("stop");
        lab.send(SinkLab.user(1, "u1@x", "bad \u0000"));

        try (Sink sink = Sink.start(lab.config().withFailures(FailureMode.STOP, 0))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> sink.state() == Stage.State.FAILED);
            assertThat(sink.failure().orElseThrow().line()).contains("sink.failureMode is stop");
        }
    }

    @Test
    void atMaxErrorsTheSinkStopsWithTheReasonAndAllOthersAreWritten() throws Exception {
        SinkLab lab = fresh("max-errors");
        List<UserDocument> users = new ArrayList<>(SinkLab.users(20, "first"));
        for (long bad : new long[] {3, 7, 11}) {
            users.set((int) bad - 1, SinkLab.user(bad, "bad \u0000"));
        }
        users.add(SinkLab.user(3, "bad again \u0000")); // one user that fails twice is one
        SinkConfig config = lab.config().withBatches(5, Duration.ZERO);

        try (Sink sink = Sink.start(config.withFailures(FailureMode.QUARANTINE, 4))) {
            lab.send(users);
            lab.awaitAnswer("SELECT count(*) FROM changeover.quarantine", "3");
            lab.awaitNamed("first", 17);
            assertThat(sink.state()).as("three of four").isEqualTo(Stage.State.RUNNING);
            lab.send(SinkLab.user(12, "bad \u0000"));

            await().atMost(SinkLab.PATIENCE).until(() -> sink.state() == Stage.State.FAILED);
            assertThat(sink.failure().orElseThrow().line())
                    .contains("stops after 4 users that could not be written", "sink.maxErrors is 4", "quarantine");
        }
        lab.awaitNamed("first", 17); // user 12 stays as it was
    }
}
