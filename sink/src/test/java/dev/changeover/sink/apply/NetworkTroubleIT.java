package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.local.fault.NetworkProxy;
import dev.changeover.sink.target.TargetDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network between sink and target breaks in every way, at every place of a transaction: one effect, nothing lost. */
class NetworkTroubleIT extends OnAFreshTarget {
    private static final UserDocument ANN = Documents.user(1, "ann@x")
            .row("refresh_tokens", 5, "token", "t")
            .row("saved_filters", 6, "client_id", "f")
            .build();

    private final TestPatience patience = new TestPatience();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private NetworkProxy network;
    private TargetDatabase target;

    @BeforeEach
    void targetBehindANetwork() throws Exception {
        lab.v1User(1, "ann@x").v2("INSERT INTO users (email) VALUES ('ann@x')").ready();
        network = NetworkProxy.to(server().port());
        DatabaseAddress direct = lab.addressOfV2();
        target = TargetDatabase.open(
                new DatabaseAddress(
                        direct.host(),
                        network.port(),
                        direct.database(),
                        direct.user(),
                        direct.password(),
                        Map.of("socketTimeout", "3", "connectTimeout", "3", "loginTimeout", "3")),
                4);
    }

    @AfterEach
    void closeTheNetwork() {
        patience.stop();
        thread.shutdownNow();
        target.close();
        network.close();
    }

    private Future<BatchResult> apply() {
        DocumentApplier applier = new DocumentApplier(target::connection, lab.epoch(), patience, RetryLimits.STANDARD);
        List<Delivery> deliveries = lab.deliveries(ANN);
        return thread.submit(() -> applier.apply(deliveries));
    }

    private static BatchResult resultOf(Future<BatchResult> result) throws Exception {
        return result.get(90, TimeUnit.SECONDS);
    }

    private void annArrivedOnce() throws Exception {
        assertThat(lab.ask("SELECT email, (SELECT string_agg(token, ' ') FROM refresh_tokens),"
                        + " (SELECT string_agg(client_id, ' ') FROM saved_filters) FROM users"))
                .isEqualTo("ann@x|t|f");
        assertThat(lab.ask("SELECT count(*) FROM changeover.before_image")).isEqualTo("1");
        assertThat(lab.ask("SELECT count(*) FROM changeover.sink_transaction")).isEqualTo("1");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void whenTheReplyOfTheCommitIsLostThereIsOneEffect() throws Exception {
        network.dropReplyTo("COMMIT");

        BatchResult result = resultOf(apply());

        assertThat(network.struck()).isEqualTo(1);
        assertThat(result.outcomes())
                .as("the commit whose reply was lost had happened")
                .containsExactly(new UserOutcome.Stale(1));
        annArrivedOnce();
    }

    @Test
    void aConnectionResetInTheMiddleOfACopyIsMadeAnew() throws Exception {
        network.resetInCopy();

        BatchResult result = resultOf(apply());

        assertThat(network.struck()).isEqualTo(1);
        assertThat(result.outcomes()).containsExactly(new UserOutcome.Applied(1, UserOutcome.Arrival.REPLACED));
        annArrivedOnce();
    }

    @ParameterizedTest(name = "after {0} bytes")
    @ValueSource(ints = {1, 20_000, 30_000, 35_000})
    void aConnectionResetAnywhereIsMadeAnew(int bytes) throws Exception {
        network.resetAfter(bytes);

        resultOf(apply());

        assertThat(network.struck()).isEqualTo(1);
        annArrivedOnce();
    }

    @Test
    void aNetworkThatIsCutIsWaitedFor() throws Exception {
        network.cut();
        Future<BatchResult> result = apply();
        await().atMost(Duration.ofSeconds(60)).until(() -> !patience.waits().isEmpty());
        assertThat(patience.waits().get(0)).contains("The sink waits for its target", "goes on by itself");

        network.heal();

        resultOf(result);
        annArrivedOnce();
    }

    @Test
    void aHalfOpenConnectionIsGivenUpAndTheBatchIsTriedAgain() throws Exception {
        network.stall();
        Future<BatchResult> result = apply();
        await().atMost(Duration.ofSeconds(60)).until(() -> !patience.waits().isEmpty());
        assertThat(network.struck()).isPositive();

        network.heal();

        resultOf(result);
        annArrivedOnce();
    }

    @Test
    void aSlowNetworkOnlyTakesLonger() throws Exception {
        network.slow(Duration.ofMillis(5), 2_000);

        resultOf(apply());

        assertThat(network.struck()).isPositive();
        annArrivedOnce();
    }
}
