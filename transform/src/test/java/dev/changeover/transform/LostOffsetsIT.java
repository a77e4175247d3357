package dev.changeover.transform;

import static dev.changeover.transform.RowsTest.filter;
import static dev.changeover.transform.RowsTest.user;
import static dev.changeover.transform.RowsTest.userOf;
import static dev.changeover.transform.V1Record.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.local.LocalBroker;
import dev.changeover.transform.replay.Rebuild;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline was stopped for weeks: what the transform would read next is gone, or nobody knows what that is. */
class LostOffsetsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String FILTERS = SourceTopics.ofTable("saved_filters");

    private final LocalBroker broker = LocalBroker.startTemporary();
    private final BrokerPipeline pipeline = new BrokerPipeline(broker.bootstrapServers(), broker::createTopics);

    @TempDir
    private Path directory;

    @BeforeEach
    void runOnce() {
        pipeline.endSnapshot(1);
        pipeline.take(user(1, 7), filter(2, 1, 7L, "a"));
        pipeline.flush();
        try (Transform transform = Transform.start(pipeline.config(directory))) {
            await().atMost(DEADLINE).until(() -> transform.status().users() == 1 && pipeline.lag(pipeline.topics) == 0);
        }
    }

    @AfterEach
    void close() {
        pipeline.close();
        broker.close();
    }

    @Test
    void expiredOffsetsAreRefusedAndTheWayOnIsNamed() {
        String group = pipeline.topics.applicationId();
        await().atMost(DEADLINE).ignoreExceptions().until(() -> {
            pipeline.admin().deleteConsumerGroups(List.of(group)).all().get();
            return true;
        });

        assertThatThrownBy(() -> Transform.start(pipeline.config(directory)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("(no offset)")
                .hasMessageContaining("capture resnapshot");
    }

    @Test
    void aReplayFromTheTopicsLeadsOn() {
        String group = pipeline.topics.applicationId();
        await().atMost(DEADLINE).ignoreExceptions().until(() -> {
            pipeline.admin().deleteConsumerGroups(List.of(group)).all().get();
            return true;
        });
        pipeline.take(userOf(2, 100, 7));
        pipeline.endSnapshot(2);

        try (Rebuild rebuild = Rebuild.of(broker.bootstrapServers(), pipeline.topics)) {
            rebuild.begin();
            try (Transform transform = Transform.start(pipeline.config(directory))) {
                pipeline.publishCatalogue();
                rebuild.finish();
                await().atMost(DEADLINE).until(() -> pipeline.latest().containsKey(7L));
                assertThat(transform.failure()).isEmpty();
            }
        }
    }

    @Test
    void theWayOnForTopicsThatAreCutLeadsOnWithoutWhatIsNoLongerInV1() throws Exception {
        Map<TopicPartition, RecordsToDelete> cut = new HashMap<>();
        DocumentReader.partitionsOf(FILTERS, BrokerPipeline.PARTITIONS)
                .forEach(each -> cut.put(each, RecordsToDelete.beforeOffset(-1))); // up to the end
        pipeline.admin().deleteRecords(cut).all().get();
        String group = pipeline.topics.applicationId();
        await().atMost(DEADLINE).ignoreExceptions().until(() -> {
            pipeline.admin().deleteConsumerGroups(List.of(group)).all().get();
            return true;
        });
        Set<String> memory = new HashSet<>(pipeline.admin().listTopics().names().get());
        memory.removeIf(topic -> !topic.matches(group + "-.*(-changelog|-repartition)"));
        assertThat(memory).isNotEmpty();

        pipeline.admin().deleteTopics(memory).all().get();
        pipeline.take(userOf(2, 100, 7));
        for (long row = 2; row <= 20; row++) { // some in every partition
            pipeline.take(streamed(2, 100 + row, "saved_filters", row, 7L, "name", "new"));
        }
        pipeline.endSnapshot(2);
        pipeline.flush();

        try (Transform transform = Transform.start(pipeline.config(directory.resolve("new")))) {
            pipeline.publishCatalogue();
            await().atMost(DEADLINE).until(() -> pipeline.latest().containsKey(7L));
            assertThat(transform.status().users()).isEqualTo(1);
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(pipeline.rowsOf(7))
                    .as("the user and its new filters, without the one that V1 has no more")
                    .isEqualTo(1 + 19));
        }
    }

    @Test
    void theOffsetOfOnePartitionAloneExpiredIsRefusedToo() {
        String group = pipeline.topics.applicationId();
        TopicPartition one = new TopicPartition(FILTERS, 0);
        await().atMost(DEADLINE).ignoreExceptions().until(() -> {
            pipeline.admin()
                    .deleteConsumerGroupOffsets(group, Set.of(one))
                    .all()
                    .get();
            return true;
        });

        assertThatThrownBy(() -> Transform.start(pipeline.config(directory)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(one + " (no offset)");
    }

    @Test
    void aTopicPastItsRetentionIsRefusedAndTheWayOnIsNamed() throws Exception {
        for (long row = 1; row <= 20; row++) {
            pipeline.take(filter(3, row, 7L, "written while nobody read"));
        }
        pipeline.flush();
        Map<TopicPartition, RecordsToDelete> expired = new HashMap<>();
        DocumentReader.partitionsOf(FILTERS, BrokerPipeline.PARTITIONS)
                .forEach(each -> expired.put(each, RecordsToDelete.beforeOffset(-1))); // up to the end
        pipeline.admin().deleteRecords(expired).all().get();

        assertThatThrownBy(() -> Transform.start(pipeline.config(directory)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(FILTERS + "-0 (next is ")
                .hasMessageContaining("the topic begins at ")
                .hasMessageContaining("capture resnapshot");
        assertThat(pipeline.lag(pipeline.topics)).as("nothing was passed over").isPositive();
    }

    @Test
    void whatIsGoneBeforeTheCommittedOffsetIsNotMissed() throws Exception {
        Map<TopicPartition, RecordsToDelete> expired = new HashMap<>();
        DocumentReader.partitionsOf(FILTERS, BrokerPipeline.PARTITIONS)
                .forEach(each -> expired.put(each, RecordsToDelete.beforeOffset(-1)));
        pipeline.admin().deleteRecords(expired).all().get();

        try (Transform transform = Transform.start(pipeline.config(directory))) {
            pipeline.publishCatalogue();
            await().atMost(DEADLINE).until(() -> pipeline.latest().containsKey(7L));
            assertThat(transform.status().users()).isEqualTo(1);
        }
    }
}
