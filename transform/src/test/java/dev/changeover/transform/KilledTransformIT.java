package dev.changeover.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.local.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the transform's process in mid-flight; it starts again on what it left behind. */
class KilledTransformIT {
    private static final int KILLS = 4;

    private final LocalBroker broker = LocalBroker.startTemporary();
    private final long seed = LiveV1.newSeed();
    private final LiveV1 v1 = new LiveV1(broker.bootstrapServers(), broker::createTopics, seed);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        v1.close();
        broker.close();
    }

    @Test
    void killedInMidFlightAgainAndAgainItsStoresOpenAndTheResultIsThatOfAnUndisturbedRun() throws Exception {
        TransformConfig config = v1.pipeline.config(directory.resolve("state"));
        for (int kill = 1; kill <= KILLS; kill++) {
            try (TransformProcess transform = TransformProcess.start(config)) {
                if (kill == KILLS / 2) {
                    v1.resnapshot();
                }
                v1.changeUntilTheTransformWorks();
                assertThat(transform.isAlive()).isTrue();

                transform.kill();

                assertThat(v1.inFlight()).as("changes in flight, seed %d", seed).isPositive();
            }
        }

        try (TransformProcess transform = TransformProcess.start(config)) {
            v1.requireTheResultOfAnUndisturbedRun(directory);
            assertThat(transform.reason()).isEmpty();
            assertThat(transform.log()).doesNotContain("transform failed");
        }
    }

    @Test
    void startedAgainItTakesThePlaceOfTheOneThatWasKilledBeforeThatOneIsMissed() throws Exception {
        TransformConfig config = v1.pipeline.config(directory.resolve("state"));
        Set<Optional<String>> names;
        Set<String> killed;
        try (TransformProcess transform = TransformProcess.start(config)) {
            v1.changeUntilTheTransformWorks();
            names = of(MemberDescription::groupInstanceId);
            killed = of(MemberDescription::consumerId);
            transform.kill();
        }
        assertThat(of(MemberDescription::consumerId)).as("not missed yet").isEqualTo(killed);

        try (TransformProcess transform = TransformProcess.start(config)) {
            v1.requireTheResultOfAnUndisturbedRun(directory);

            assertThat(of(MemberDescription::groupInstanceId)).isEqualTo(names);
            assertThat(of(MemberDescription::consumerId)).doesNotContainAnyElementsOf(killed);
            assertThat(transform.reason()).isEmpty();
        }
    }

    private <T> Set<T> of(Function<MemberDescription, T> what) throws Exception {
        return v1.pipeline.members().stream().map(what).collect(Collectors.toSet());
    }

    /** What a kill leaves that strikes while Kafka Streams removes a store that was not closed. */
    @Test
    void aStoreThatIsHalfRemovedIsMadeAgainFromTheBrokerAndTheResultIsThatOfAnUndisturbedRun() throws Exception {
        TransformConfig config = v1.pipeline.config(directory.resolve("state"));
        try (TransformProcess transform = TransformProcess.start(config)) {
            v1.changeUntilTheTransformWorks();
            transform.kill();
        }
        assertThat(v1.inFlight()).as("changes in flight, seed %d", seed).isPositive();
        removeAManifest(config.stateDirectory());

        try (TransformProcess transform = TransformProcess.start(config)) {
            v1.requireTheResultOfAnUndisturbedRun(directory);
            assertThat(transform.reason()).isEmpty();
            assertThat(transform.log()).contains("a store is broken");
        }
    }

    private static void removeAManifest(Path stateDirectory) throws IOException {
        try (Stream<Path> files = Files.walk(stateDirectory)) {
            Path manifest = files.filter(each -> each.getFileName().toString().startsWith("MANIFEST-"))
                    .findFirst()
                    .orElseThrow();
            Files.delete(manifest);
        }
    }
}
