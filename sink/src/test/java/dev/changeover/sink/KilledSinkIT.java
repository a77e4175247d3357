package dev.changeover.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalPostgres;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real sink, killed without a word while it works, again and again. */
class KilledSinkIT {
    private static final Logger LOG = LoggerFactory.getLogger(KilledSinkIT.class);
    private static final int ROUNDS = Integer.getInteger("changeover.killRounds", 4);
    private static final int USERS = 240;

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

    @Test
    void killedAtAnyMomentThereIsOneEffectAndNothingIsLost() throws Exception {
        long seed = Long.getLong("changeover.seed", System.nanoTime());
        LOG.atInfo().addKeyValue("seed", seed).log("kills at random");
        Random random = new Random(seed);
        SinkLab fresh = SinkLab.fresh(server, broker.bootstrapServers(), "killed", USERS);
        SinkLab lab = fresh.with(fresh.config().withBatches(4, Duration.ofMillis(15)));
        lab.run("INSERT INTO users (email, first_name) SELECT 'u' || n || '@x', 'stale' FROM generate_series(1, "
                + USERS / 2 + ") n");
        int inFlight = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            String name = "round" + round;
            lab.send(SinkLab.users(USERS, name));
            try (SinkProcess sink = SinkProcess.start(lab.config())) {
                int enough = 10 + random.nextInt(USERS / 2);
                await().atMost(SinkLab.PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> named(lab, name) >= enough);
                sink.kill();
            }
            inFlight += named(lab, name) < USERS ? 1 : 0;
        }

        try (Sink sink = Sink.start(lab.config())) {
            lab.awaitNamed("round" + ROUNDS, USERS);
            lab.requireOneEffect(USERS, "round" + ROUNDS);
            assertThat(sink.failure()).isEmpty();
        }
        assertThat(lab.ask("SELECT count(*) FROM users WHERE first_name = 'stale'"))
                .isEqualTo("0");
        assertThat(inFlight)
                .as("rounds that were killed in the middle of their documents")
                .isPositive();
    }

    @Test
    void startedAgainItTakesThePlaceOfTheOneThatWasKilledBeforeThatOneIsMissed() throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "again", 20);
        Set<Optional<String>> names;
        Set<String> killed;
        try (SinkProcess sink = SinkProcess.start(lab.config())) {
            lab.send(SinkLab.users(20, "first"));
            lab.awaitNamed("first", 20);
            names = of(lab, MemberDescription::groupInstanceId);
            killed = of(lab, MemberDescription::consumerId);
            sink.kill();
        }
        assertThat(of(lab, MemberDescription::consumerId)).as("not missed yet").isEqualTo(killed);
        lab.send(SinkLab.users(20, "second"));

        try (SinkProcess sink = SinkProcess.start(lab.config())) {
            lab.awaitNamed("second", 20);

            assertThat(of(lab, MemberDescription::groupInstanceId)).isEqualTo(names);
            assertThat(of(lab, MemberDescription::consumerId)).doesNotContainAnyElementsOf(killed);
            assertThat(sink.isAlive()).isTrue();
        }
        lab.requireOneEffect(20, "second");
    }

    @Test
    void ofALedgerThatIsGoneItBeginsWithTheFirstDocumentAlsoWhileTheKilledOneIsNotYetMissed() throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "anew", 20);
        try (SinkProcess sink = SinkProcess.start(lab.config())) {
            lab.send(SinkLab.users(20, "first"));
            await().atMost(SinkLab.PATIENCE).until(() -> lab.committedOffsets() == 20);
            sink.kill();
        }
        lab.run("DROP SCHEMA changeover CASCADE; TRUNCATE users CASCADE"); // as when V2 was restored from a backup
        assertThat(lab.members()).as("not missed yet").isNotEmpty();

        try (Sink sink = Sink.start(lab.config())) {
            lab.awaitNamed("first", 20);
            assertThat(sink.failure()).isEmpty();
        }
        lab.requireOneEffect(20, "first");
    }

    private static <T> Set<T> of(SinkLab lab, Function<MemberDescription, T> what) throws Exception {
        return lab.members().stream().map(what).collect(Collectors.toSet());
    }

    private static long named(SinkLab lab, String name) throws Exception {
        return Long.parseLong(lab.ask("SELECT count(*) FROM users WHERE first_name = '" + name + "'"));
    }

    /** What makes the check above worth something: the same documents once more, applied by other means, would show. */
    @Test
    void aSecondEffectWouldBeSeen() throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "planted", 3);
        lab.send(SinkLab.users(3, "first"));
        try (Sink sink = Sink.start(lab.config())) {
            lab.awaitNamed("first", 3);
            assertThat(sink.failure()).isEmpty();
        }
        lab.requireOneEffect(3, "first");

        lab.run("INSERT INTO refresh_tokens (user_id, token) SELECT min(id), 'again' FROM users");

        assertThatThrownBy(() -> lab.requireOneEffect(3, "first"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("tokens");
    }

    @Test
    void everythingReplayedFromTheStartChangesNothing() throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "replayed", 50);
        lab.run("INSERT INTO users (email, first_name) VALUES ('android@x', 'Android')");
        lab.send(SinkLab.users(50, "first"));
        lab.send(SinkLab.users(50, "second"));
        try (Sink sink = Sink.start(lab.config())) {
            lab.awaitNamed("second", 50);
            await().atMost(SinkLab.PATIENCE).until(() -> lab.committedOffsets() == 100);
            assertThat(sink.failure()).isEmpty();
        }
        String content = lab.content();
        lab.readFromTheStart();

        try (Sink sink = Sink.start(lab.config())) {
            await().atMost(SinkLab.PATIENCE).until(() -> lab.committedOffsets() == 100);
            assertThat(sink.progress().documents()).isEqualTo(100);
            assertThat(sink.summary().rowsWritten()).isZero();
        }
        assertThat(lab.content()).isEqualTo(content);
    }
}
