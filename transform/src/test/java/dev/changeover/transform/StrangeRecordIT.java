package dev.changeover.transform;

import static dev.changeover.transform.RowsTest.filter;
import static dev.changeover.transform.RowsTest.user;
import static dev.changeover.transform.RowsTest.userOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.Stage;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.local.LocalBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Somebody wrote to a topic of the pipeline what cannot be attributed to any user. */
class StrangeRecordIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final TopicPartition FILTERS = new TopicPartition(SourceTopics.ofTable("saved_filters"), 1);
    private static final byte[] KEY = "{\"payload\":{\"id\":1,\"owner\":\"someone@example.org\"}}".getBytes(UTF_8);
    private static final byte[] VALUE = "{\"password_hash\":\"$2b$12$abcdefg\"}".getBytes(UTF_8);

    private final LocalBroker broker = LocalBroker.startTemporary();
    private final BrokerPipeline pipeline = new BrokerPipeline(broker.bootstrapServers(), broker::createTopics);
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        ((Logger) LoggerFactory.getLogger("dev.changeover")).setLevel(Level.TRACE);
        ((Logger) LoggerFactory.getLogger("org.apache.kafka.streams")).setLevel(Level.INFO);
        pipeline.endSnapshot(1);
        pipeline.publishCatalogue();
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger("dev.changeover")).setLevel(null);
        ((Logger) LoggerFactory.getLogger("org.apache.kafka.streams")).setLevel(null);
        root.detachAppender(log);
        pipeline.close();
        broker.close();
    }

    @Test
    void aRecordOfNobodyKnowsWhichRowStopsTheTransformAndTheWayOnThatItNamesWorks() throws Exception {
        pipeline.take(user(1, 7));
        pipeline.put(FILTERS, KEY, VALUE);
        pipeline.take(filter(2, 1, 7L, "after it"), filter(2, 2, 7L, "after it"), filter(2, 3, 7L, "after it"));
        pipeline.flush();
        String line;
        try (Transform transform = Transform.start(pipeline.config(directory))) {
            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.FAILED);
            line = transform.failure().map(Problem::line).orElse("");
        }
        assertThat(line)
                .contains("the record at offset 0 of " + FILTERS)
                .contains("set the next offset of the group " + pipeline.topics.applicationId() + " for " + FILTERS
                        + " to 1 with kafka-consumer-groups");

        passOver();

        try (Transform transform = Transform.start(pipeline.config(directory))) {
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(pipeline.rowsOf(7)).isEqualTo(4));
            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.RUNNING);
        }
        assertThat(logged()).contains("transform failed").doesNotContain("someone", "$2b$12$abcdefg");
    }

    @Test
    void passedOverAsTheLastOfItsPartitionItDoesNotHoldUpTheNextSnapshot() {
        pipeline.take(user(1, 7));
        pipeline.put(FILTERS, KEY, VALUE);
        pipeline.flush();
        try (Transform transform = Transform.start(pipeline.config(directory))) {
            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.FAILED);
        }
        passOver();
        pipeline.take(userOf(2, 100, 7), userOf(2, 101, 8));
        pipeline.endSnapshot(2);

        try (Transform transform = Transform.start(pipeline.config(directory))) {
            await().atMost(DEADLINE).until(() -> pipeline.latest().containsKey(8L));
            assertThat(transform.failure()).isEmpty();
        }
    }

    private void passOver() {
        Map<TopicPartition, OffsetAndMetadata> after = Map.of(FILTERS, new OffsetAndMetadata(1));
        await().atMost(DEADLINE).ignoreExceptions().until(() -> {
            pipeline.admin()
                    .alterConsumerGroupOffsets(pipeline.topics.applicationId(), after)
                    .all()
                    .get();
            return true;
        });
    }

    @Test
    void aControlRecordThatNobodyCanReadStopsTheTransformAndSaysWhere() {
        try (Transform transform = Transform.start(pipeline.config(directory))) {
            pipeline.tellNonsense();

            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.FAILED);

            assertThat(transform.failure()).map(Problem::line).hasValueSatisfying(line -> assertThat(line)
                    .contains("the record at offset 1 of changeover.control-", "kafka-consumer-groups"));
        }
    }

    @Test
    void aCatalogueThatNobodyCanReadStopsTheTransformBeforeItIsKept() {
        try (Transform transform = Transform.start(pipeline.config(directory))) {
            pipeline.put(new TopicPartition(pipeline.topics.catalogue(), 0), KEY, VALUE);

            await().atMost(DEADLINE).until(() -> transform.state() == Stage.State.FAILED);

            assertThat(transform.failure()).map(Problem::line).hasValueSatisfying(line -> assertThat(line)
                    .contains("the record at offset 1 of " + pipeline.topics.catalogue() + "-0"));
        }
    }

    private String logged() {
        return List.copyOf(log.list).stream()
                .map(each -> each.getFormattedMessage()
                        + each.getKeyValuePairs()
                        + (each.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(each.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
    }
}
