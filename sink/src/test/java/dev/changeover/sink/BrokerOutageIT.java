package dev.changeover.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.Stage;
import dev.changeover.local.BrokerProcess;
import dev.changeover.local.LocalPostgres;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The broker is killed, or holds its connections and does not answer, while the sink works: it goes on by itself, 0 lost. */
class BrokerOutageIT {
    private static final int USERS = 120;
    private static LocalPostgres server;
    private static BrokerProcess broker;

    @BeforeAll
    static void start() {
        server = LocalPostgres.startTemporary();
        broker = BrokerProcess.startTemporary();
    }

    @AfterAll
    static void stop() {
        broker.close();
        server.close();
    }

    private static SinkLab inTheMiddleOf(String environment) throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), environment, USERS);
        lab.send(SinkLab.users(USERS, "first"));
        return lab.with(lab.config().withBatches(3, Duration.ofMillis(50)));
    }

    private static void awaitSome(SinkLab lab) {
        await().atMost(SinkLab.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Long.parseLong(lab.ask("SELECT count(*) FROM users WHERE first_name = 'first'")) >= 6);
    }

    @Test
    void aBrokerThatIsKilledAndStartedAgainCostsTimeAndNothingElse() throws Exception {
        SinkLab lab = inTheMiddleOf("killed-broker");
        try (Sink sink = Sink.start(lab.config())) {
            awaitSome(lab);

            broker.kill();
            assertThat(lab.ask("SELECT count(*) < " + USERS + " FROM users"))
                    .as("in flight")
                    .isEqualTo("t");
            await().atMost(SinkLab.PATIENCE).until(() -> sink.state() == Stage.State.WAITING);
            assertThat(sink.failure().orElseThrow().line()).contains("The sink waits for the broker");
            broker.restart();

            lab.awaitNamed("first", USERS);
            await().atMost(SinkLab.PATIENCE).until(() -> sink.state() == Stage.State.RUNNING);
            await().atMost(SinkLab.PATIENCE).until(() -> lab.committedOffsets() == USERS);
        }
        lab.requireOneEffect(USERS, "first");
    }

    @Test
    void aBrokerThatHoldsItsConnectionsAndDoesNotAnswerCostsTimeAndNothingElse() throws Exception {
        SinkLab lab = inTheMiddleOf("silent-broker");
        try (Sink sink = Sink.start(lab.config())) {
            awaitSome(lab);

            broker.pause();
            try {
                assertThat(lab.ask("SELECT count(*) < " + USERS + " FROM users"))
                        .as("in flight")
                        .isEqualTo("t");
                await().atMost(SinkLab.PATIENCE).until(() -> sink.state() == Stage.State.WAITING);
            } finally {
                broker.resume();
            }

            lab.awaitNamed("first", USERS);
            await().atMost(SinkLab.PATIENCE).until(() -> lab.committedOffsets() == USERS);
        }
        lab.requireOneEffect(USERS, "first");
    }
}
