package dev.changeover.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.Stage;
import dev.changeover.local.BrokerProcess;
import dev.changeover.local.BrokerProcessConfig;
import dev.changeover.local.fault.NetworkProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is killed and started again, or the network to it is cut or silent, while the transform works. */
class BrokerAwayIT {
    private static final Duration RECOVERY = Duration.ofSeconds(90); // of which thirty are for a quiet machine
    /** Longer than the group's session timeout, and than the broker lets a transaction be silent. */
    private static final Duration SILENCE = Duration.ofSeconds(22);

    private final long seed = LiveV1.newSeed();

    @TempDir
    private Path directory;

    private NetworkProxy network;
    private BrokerProcess broker;
    private LiveV1 v1;

    @BeforeEach
    void start() throws IOException {
        int port = freePort();
        network = NetworkProxy.to(port);
        Map<String, String> throughTheProxy = Map.of("advertised.listeners", "PLAINTEXT://127.0.0.1:" + network.port());
        broker = BrokerProcess.start(new BrokerProcessConfig(directory.resolve("broker"), port, throughTheProxy));
        v1 = new LiveV1("127.0.0.1:" + network.port(), broker::createTopics, seed);
    }

    @AfterEach
    void close() {
        v1.close();
        broker.close();
        network.close();
    }

    @Test
    void aBrokerKilledAndRestartedOrANetworkCutOrSilentIsSurvivedAndNothingIsLost() {
        try (Transform transform = Transform.start(v1.pipeline.config(directory.resolve("state")))) {
            for (int kill = 1; kill <= 2; kill++) {
                workIsInFlight();
                broker.kill();
                broker.restart();
                requireRecovery(transform);
            }

            workIsInFlight();
            network.cut();
            assertThat(network.struck()).as("connections that were reset").isPositive();
            network.heal();
            requireRecovery(transform);

            workIsInFlight();
            network.stall();
            await().atMost(SILENCE.multipliedBy(4)).during(SILENCE).until(() -> network.struck() > 0);
            network.heal();
            requireRecovery(transform);

            v1.requireTheResultOfAnUndisturbedRun(directory);
        }
    }

    private void workIsInFlight() {
        v1.changeUntilTheTransformWorks();
        assertThat(v1.inFlight()).as("changes in flight, seed %d", seed).isPositive();
    }

    private void requireRecovery(Transform transform) {
        await().atMost(RECOVERY)
                .failFast(() -> assertThat(transform.state()).isNotEqualTo(Stage.State.FAILED))
                .ignoreExceptions() // of our own clients, which lost their connections as well
                .until(() -> v1.inFlight() == 0 && transform.state() == Stage.State.RUNNING);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
