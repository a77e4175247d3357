package dev.changeover.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.stage.Stage;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.contract.topic.TopicSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A V1 that changes all the time, and the judge of what a transform made of it: the documents of a run to which nothing
 * happened, which are those of the model. Confined to one thread.
 */
final class LiveV1 implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int IDS = 150;
    private static final int AT_ONCE = 200;

    final BrokerPipeline pipeline;
    private final String bootstrapServers;
    private final Consumer<List<TopicSpec>> topicMaker;
    private final DocumentReader reader;
    private final V1Model v1;
    private final long seed;

    LiveV1(String bootstrapServers, Consumer<List<TopicSpec>> topicMaker, long seed) {
        this.bootstrapServers = bootstrapServers;
        this.topicMaker = topicMaker;
        this.seed = seed;
        v1 = new V1Model(new Random(seed), IDS);
        pipeline = new BrokerPipeline(bootstrapServers, topicMaker);
        reader = new DocumentReader(bootstrapServers, pipeline.topics, BrokerPipeline.PARTITIONS, false);
        pipeline.tell(new SnapshotEvent.Started(1));
        pipeline.endSnapshot(1);
        pipeline.publishCatalogue();
    }

    /** Some more changes, acknowledged by the broker. */
    void change() {
        for (int i = 0; i < AT_ONCE; i++) {
            v1.change();
        }
        pipeline.take(v1.said().toArray(V1Record[]::new));
        pipeline.flush();
    }

    /** V1 changes unseen, and is read anew. */
    void resnapshot() {
        v1.resnapshot();
        pipeline.tell(new SnapshotEvent.Started(v1.generation()));
        pipeline.take(v1.said().toArray(V1Record[]::new));
        pipeline.endSnapshot(v1.generation());
    }

    /** Goes on changing until the transform has written documents since, and stops in the midst of it. */
    void changeUntilTheTransformWorks() {
        int before = reader.count();
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        do {
            change();
            assertThat(System.nanoTime())
                    .as("a document in time, seed %d", seed)
                    .isLessThan(deadline);
        } while (reader.count() < before + AT_ONCE / 4);
        change();
    }

    /** Goes on changing for a while, whether a transform is there or not. */
    void changeFor(Duration time) {
        await().pollInterval(Duration.ofMillis(50))
                .during(time)
                .atMost(time.plusSeconds(60))
                .until(() -> {
                    change();
                    return true;
                });
    }

    /** How many documents were written so far. */
    int written() {
        return reader.count();
    }

    /** How many changes are not done with. */
    long inFlight() {
        return pipeline.lag(pipeline.topics);
    }

    /** Waits until the documents are those of a run to which nothing happened, byte for byte, and of the model. */
    void requireTheResultOfAnUndisturbedRun(Path directory) {
        TargetTopics calm = new TargetTopics("calm");
        topicMaker.accept(TopicPlan.target(calm, BrokerPipeline.PARTITIONS));
        pipeline.publishCatalogue(calm);
        TransformConfig config =
                TransformConfig.of(bootstrapServers, calm, BrokerPipeline.PARTITIONS, directory.resolve("calm"));
        try (DocumentReader expected = new DocumentReader(bootstrapServers, calm, BrokerPipeline.PARTITIONS, false);
                Transform undisturbed = Transform.start(config)) {
            await().atMost(DEADLINE)
                    .failFast(
                            "the undisturbed run failed",
                            () -> undisturbed.failure().isPresent() && undisturbed.state() == Stage.State.FAILED)
                    .untilAsserted(() -> assertThat(usersIn(expected.latest()))
                            .as("documents against the model, seed %d", seed)
                            .isEqualTo(usersOfTheModel()));
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(hex(reader.latestBytes()))
                    .as("documents against those of an undisturbed run, seed %d", seed)
                    .isEqualTo(hex(expected.latestBytes())));
        }
    }

    @Override
    public void close() {
        reader.close();
        pipeline.close();
    }

    private Map<Long, Set<String>> usersOfTheModel() {
        return v1.rowsByUser().entrySet().stream()
                .filter(user -> user.getValue().stream().anyMatch(row -> row.startsWith(MigrationPlan.USERS + "/")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    private static Map<Long, Set<String>> usersIn(Map<Long, UserDocument> documents) {
        Map<Long, Set<String>> users = new TreeMap<>();
        documents.forEach((user, document) -> {
            if (document instanceof UserDocument.Present present) {
                Set<String> rows = users.computeIfAbsent(user, each -> new TreeSet<>());
                present.rows()
                        .forEach((table, ofTable) -> ofTable.forEach(row -> rows.add(table + "/" + row.id() + "/"
                                + row.parentId() + "="
                                + row.values().get(MigrationPlan.table(table).targetIndex(V1Model.columnOf(table))))));
            }
        });
        return users;
    }

    private static Map<Long, String> hex(Map<Long, byte[]> documents) {
        Map<Long, String> texts = new TreeMap<>();
        documents.forEach((user, bytes) -> texts.put(user, new String(bytes, UTF_8)));
        return texts;
    }

    static long newSeed() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime())
                ^ ProcessHandle.current().pid() << 32;
    }
}
