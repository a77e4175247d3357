package dev.changeover.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TopicSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessIT {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final TopicSpec TOPIC = new TopicSpec("kept", 1, Map.of());

    @TempDir
    Path directory;

    @Test
    void keepsWhatItAcknowledgedAndItsAddressWhenItIsKilled() {
        try (BrokerProcess broker = BrokerProcess.start(BrokerProcessConfig.in(directory))) {
            String address = broker.bootstrapServers();
            broker.createTopics(List.of(TOPIC));
            TopicClient.produce(address, "kept", "before");
            long killed = broker.pid();

            broker.kill();
            assertThat(broker.isAlive()).isFalse();
            assertThat(ProcessHandle.of(killed)).isEmpty();
            broker.restart();

            assertThat(broker.pid()).isNotEqualTo(killed);
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(TopicClient.consume(address, "kept", 1)).containsExactly("before");
        }
    }

    @Test
    void isStoppedInGoodOrderSoThatItsNextStartNeedNotLookThroughItsLogs() {
        Path log = directory.resolve("log");
        BrokerProcess broker = BrokerProcess.start(BrokerProcessConfig.in(directory));
        broker.createTopics(List.of(TOPIC));
        TopicClient.produce(broker.bootstrapServers(), "kept", "before");

        broker.close();

        assertThat(log.resolve(".kafka_cleanshutdown")).exists();
    }

    @Test
    void answersNobodyWhilePausedAndEverybodyAfterwards() {
        try (BrokerProcess broker = BrokerProcess.startTemporary();
                var producer = TopicClient.producer(broker.bootstrapServers())) {
            broker.createTopics(List.of(TOPIC));
            assertThat(TopicClient.send(producer, "kept", "first")).succeedsWithin(DEADLINE);

            broker.pause();
            await().atMost(DEADLINE).until(() -> isStopped(broker.pid()));
            var sent = TopicClient.send(producer, "kept", "second");
            assertThatThrownBy(() -> sent.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

            broker.resume();
            assertThat(sent).succeedsWithin(DEADLINE);
            assertThat(TopicClient.consume(broker.bootstrapServers(), "kept", 1))
                    .containsExactly("first", "second");
        }
    }

    @Test
    void makesTopicsByItselfOnlyWhenToldSo() {
        try (BrokerProcess broker = BrokerProcess.startTemporary(Map.of("auto.create.topics.enable", "true"))) {
            TopicClient.produce(broker.bootstrapServers(), "unasked", "here");

            assertThat(TopicClient.consume(broker.bootstrapServers(), "unasked", 1))
                    .containsExactly("here");
        }
    }

    @Test
    void keepsItsLogWhereItIsTold() {
        Path elsewhere = directory.resolve("elsewhere");
        try (BrokerProcess broker = BrokerProcess.startTemporary(Map.of("log.dirs", elsewhere.toString()))) {
            broker.createTopics(List.of(TOPIC));

            assertThat(elsewhere.resolve("kept-0")).isDirectory();
        }
    }

    @Test
    void saysWhereToReadWhyItDidNotStart() {
        var impossible = new BrokerProcessConfig(directory, 0, Map.of("num.io.threads", "none"));

        assertThatThrownBy(() -> BrokerProcess.start(impossible))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(directory.resolve("server.log").toString());

        assertThat(directory.resolve("server.log")).content().contains("num.io.threads");
    }

    private static boolean isStopped(long pid) throws Exception {
        String state = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return state.substring(state.lastIndexOf(')')).startsWith(") T");
    }
}
