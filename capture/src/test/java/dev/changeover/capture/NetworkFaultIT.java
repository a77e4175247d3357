package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Stage;
import dev.changeover.local.fault.NetworkProxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The network between capture and V1 breaks while records are under way. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NetworkFaultIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int ROWS = 20_000;

    private static CaptureWorld world;
    private static NetworkProxy network;
    private static Capture capture;

    @BeforeAll
    static void start() throws SQLException {
        world = CaptureWorld.create(Map.of("wal_sender_timeout", "3s"));
        network = NetworkProxy.to(world.address().port());
        DatabaseAddress v1 = world.address();
        DatabaseAddress through =
                new DatabaseAddress(v1.host(), network.port(), v1.database(), v1.user(), v1.password(), v1.options());
        capture = Capture.start(CaptureConfig.of(through, world.bootstrapServers(), CaptureWorld.PARTITIONS)
                .withTimes(Duration.ofMillis(200), Duration.ofMinutes(5))
                .withBatches(64, 256));
        await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
    }

    @AfterAll
    static void stop() throws SQLException {
        capture.close();
        network.close();
        world.close();
    }

    @Test
    @Order(1)
    void cutInTheMiddleOfALargeStatementEveryRowArrives() throws SQLException {
        network.slow(Duration.ofMillis(5), 16 << 10); // so that the statement is long enough to be cut in its middle
        world.sql("INSERT INTO saved_filters (id, name) SELECT g, 'n' FROM generate_series(1, " + ROWS + ") g");
        await().atMost(SOON).until(() -> world.count("saved_filters") > 0);
        network.cut();
        assertThat(world.count("saved_filters")).as("cut in the middle").isLessThan(ROWS);
        await().atMost(SOON).until(() -> capture.state() == Stage.State.WAITING);
        network.heal();

        await().atMost(SOON).until(() -> world.keys("saved_filters").size() == ROWS);
        await().atMost(SOON).until(() -> capture.state() == Stage.State.RUNNING);

        assertThat(Replay.of(world, "saved_filters", 0).rows()).isEqualTo(Replay.ofV1(world, "saved_filters"));
    }

    @Test
    @Order(2)
    void aHalfOpenConnectionIsNoticedAndNothingIsLost() throws SQLException {
        long before = capture.status().acknowledgedLsn();
        await().atMost(SOON).until(() -> capture.status().acknowledgedLsn() > before);
        network.stall();
        world.sql("INSERT INTO drill_groups (id, name) VALUES (1, 'while nothing passes')");

        await().atMost(SOON).until(() -> capture.state() == Stage.State.WAITING);
        assertThat(network.struck()).as("data had to wait").isPositive();
        assertThat(world.count("drill_groups")).isZero();
        network.cut(); // what stalled is lost, as in a network that comes back
        network.heal();

        await().atMost(SOON).until(() -> world.count("drill_groups") > 0);
        assertThat(Replay.of(world, "drill_groups", 0).rows()).isEqualTo(Replay.ofV1(world, "drill_groups"));
    }
}
