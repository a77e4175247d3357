package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptureConfigTest {
    private static final DatabaseAddress V1 =
            new DatabaseAddress("localhost", 5432, "v1", "me", new Secret("hush"), Map.of());
    private static final CaptureConfig DEFAULTS = CaptureConfig.of(V1, "localhost:9092", 4);

    @Test
    void hasDefaults() {
        assertThat(DEFAULTS)
                .isEqualTo(new CaptureConfig(
                        V1,
                        "localhost:9092",
                        4,
                        "changeover",
                        "changeover",
                        8192,
                        32768,
                        Duration.ofMillis(10),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10),
                        (64 << 20) - (64 << 10)));
    }

    @Test
    void everyPropertyCanBeSet() {
        CaptureConfig config = DEFAULTS.withNames("s", "p")
                .withBatches(10, 20)
                .withTimes(Duration.ofMillis(200), Duration.ofSeconds(3))
                .withMaxRecordBytes(2000);

        assertThat(config)
                .isEqualTo(new CaptureConfig(
                        V1,
                        "localhost:9092",
                        4,
                        "s",
                        "p",
                        10,
                        20,
                        Duration.ofMillis(10),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(3),
                        2000));
    }

    @Test
    void refusesWhatCannotWorkAndNamesItsPath() {
        assertRefused("kafka.bootstrapServers", () -> CaptureConfig.of(V1, " ", 4));
        assertRefused("topics.partitions", () -> CaptureConfig.of(V1, "b:1", 0));
        assertRefused("capture.slot", () -> DEFAULTS.withNames("Big", "p"));
        assertRefused("capture.publication", () -> DEFAULTS.withNames("s", "p; DROP TABLE users"));
        assertRefused("capture.maxBatchRecords", () -> DEFAULTS.withBatches(0, 10));
        assertRefused("capture.maxQueueRecords", () -> DEFAULTS.withBatches(10, 10));
        assertRefused("capture.heartbeatInterval", () -> DEFAULTS.withTimes(Duration.ZERO, Duration.ofSeconds(1)));
        assertRefused("capture.patience", () -> DEFAULTS.withTimes(Duration.ofSeconds(1), Duration.ofSeconds(-1)));
        assertRefused("capture.maxRecordBytes", () -> DEFAULTS.withMaxRecordBytes(1));
        assertRefused("capture.maxRecordBytes", () -> DEFAULTS.withMaxRecordBytes(64 << 20));
    }

    @Test
    void neverPrintsThePassword() {
        assertThat(DEFAULTS.toString()).doesNotContain("hush");
    }

    private static void assertRefused(String path, org.assertj.core.api.ThrowableAssert.ThrowingCallable config) {
        assertThatIllegalArgumentException().isThrownBy(config).withMessageStartingWith(path);
    }
}
