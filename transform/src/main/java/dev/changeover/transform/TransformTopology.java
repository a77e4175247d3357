package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.transform.message.Dirty;
import dev.changeover.transform.message.Message;
import dev.changeover.transform.message.ParentChange;
import dev.changeover.transform.message.ReleasePiece;
import dev.changeover.transform.message.SweepPiece;
import dev.changeover.transform.message.UserChange;
import dev.changeover.transform.parent.ParentStep;
import dev.changeover.transform.row.RowStep;
import dev.changeover.transform.row.StartOffsets;
import dev.changeover.transform.task.LiveCounts;
import dev.changeover.transform.user.Assembler;
import dev.changeover.transform.user.CatalogueStep;
import dev.changeover.transform.user.ReleaseStep;
import dev.changeover.transform.user.UserStep;
import dev.changeover.transform.user.UserStores;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Draws the topology: three steps, with a topic before each.
 *
 * <pre>
 * table topics, control, sweep → by row → by-parent → by parent → by-user, catalogue, release → by user → documents
 *                          ↑       │  └──────────────────────────→ by-user              ↑         │
 *                          └───────┘                                                    └─────────┘
 * </pre>
 */
final class TransformTopology {
    private final TargetTopics topics;
    private final int partitions;
    private final long maxDocumentBytes;
    private final StartOffsets startOffsets;
    private final LiveCounts liveCounts;
    private final StreamsBuilder builder = new StreamsBuilder();

    TransformTopology(
            TargetTopics topics,
            int partitions,
            long maxDocumentBytes,
            StartOffsets startOffsets,
            LiveCounts liveCounts) {
        this.startOffsets = requireNonNull(startOffsets, "startOffsets");
        this.topics = requireNonNull(topics, "topics");
        this.partitions = partitions;
        this.maxDocumentBytes = maxDocumentBytes;
        this.liveCounts = requireNonNull(liveCounts, "liveCounts");
    }

    /** Every topic that the topology reads. */
    static List<String> sourceTopics(TargetTopics topics) {
        List<String> sources = new ArrayList<>(rowStepTopics(topics));
        sources.addAll(List.of(topics.byParent(), topics.byUser(), topics.catalogue(), topics.release()));
        return List.copyOf(sources);
    }

    Topology build() {
        addRowStep();
        addParentStep();
        addUserStep();
        return builder.build();
    }

    private void addRowStep() {
        String[] stores = add(StoreBuilders.ofRowStep());
        KStream<String, Message> said = builder.stream(
                        rowStepTopics(topics),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("changes"))
                .process(() -> new RowStep(topics, startOffsets, liveCounts), Named.as("by-row"), stores);
        toUsers("row", said);
        send("row-to-parents", said, ParentChange.class, topics.byParent(), ParentChange.SERDE, toParents());
        send("row-to-sweep", said, SweepPiece.class, topics.sweep(), SweepPiece.SERDE, to(SweepPiece::partition));
    }

    private void addParentStep() {
        String[] stores = add(StoreBuilders.ofParentStep());
        KStream<String, Message> said = builder.stream(
                        topics.byParent(),
                        Consumed.with(Serdes.String(), ParentChange.SERDE).withName("parent-changes"))
                .process(() -> new ParentStep(partitions, liveCounts), Named.as("by-parent"), stores);
        toUsers("parent", said);
    }

    private void addUserStep() {
        String[] stores = add(StoreBuilders.ofUserStep());
        KStream<String, Message> said = builder.stream(
                        topics.byUser(),
                        Consumed.with(Serdes.String(), UserChange.SERDE).withName("user-changes"))
                .processValues(() -> new UserStep(partitions, liveCounts), Named.as("by-user"), stores);
        toRelease("user", said);
        KStream<String, Message> published = builder.stream(
                        topics.catalogue(),
                        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("catalogues"))
                .process(() -> new CatalogueStep(partitions), Named.as("catalogue"), stores);
        toRelease("catalogue", published);
        toUsers("catalogue", published);
        KStream<String, Message> released = builder.stream(
                        topics.release(),
                        Consumed.with(Serdes.String(), ReleasePiece.SERDE).withName("releases"))
                .process(ReleaseStep::new, Named.as("release"), stores);
        toRelease("release", released);
        toUsers("release", released);
        assemble(said, stores);
    }

    /**
     * One document a user and commit: the cache in front of the store gathers what happened between two commits. The store
     * itself is never read for its content, and costs about a hundred bytes a user. It is not an LRU map: Kafka Streams
     * closes the stores of a task that it finds corrupted, as after a kill, and an LRU map does not open again.
     */
    private void assemble(KStream<String, Message> said, String[] stores) {
        said.filter((user, message) -> message instanceof Dirty, Named.as("only-dirty"))
                .mapValues(message -> 1, Named.as("dirty"))
                .groupByKey(Grouped.with("dirty-by-user", Serdes.String(), Serdes.Integer()))
                .reduce(
                        (before, now) -> now,
                        Named.as("gather"),
                        Materialized.<String, Integer>as(Stores.inMemoryKeyValueStore(UserStores.DIRTY))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.Integer())
                                .withCachingEnabled()
                                .withLoggingDisabled())
                .toStream(Named.as("gathered"))
                .process(() -> new Assembler(partitions, maxDocumentBytes), Named.as("assemble"), stores)
                .to(
                        topics.documents(),
                        Produced.with(Serdes.String(), Serdes.ByteArray()).withName("documents-topic"));
    }

    private void toUsers(String from, KStream<String, Message> said) {
        StreamPartitioner<String, UserChange> partitioner = (topic, user, change, count) ->
                change instanceof UserChange.ForEveryPartition ? Partitions.every(count) : Partitions.byKey();
        send(from + "-to-users", said, UserChange.class, topics.byUser(), UserChange.SERDE, partitioner);
    }

    private void toRelease(String from, KStream<String, Message> said) {
        StreamPartitioner<String, ReleasePiece> partitioner = to(ReleasePiece::partition);
        send(from + "-to-release", said, ReleasePiece.class, topics.release(), ReleasePiece.SERDE, partitioner);
    }

    private static StreamPartitioner<String, ParentChange> toParents() {
        return (topic, parent, change, count) ->
                change instanceof ParentChange.SnapshotPassed ? Partitions.every(count) : Partitions.byKey();
    }

    private static <M> StreamPartitioner<String, M> to(ToIntFunction<M> partition) {
        return (topic, key, message, count) -> Partitions.only(partition.applyAsInt(message));
    }

    private static <M extends Message> void send(
            String name,
            KStream<String, Message> said,
            Class<M> kind,
            String topic,
            Serde<M> serde,
            StreamPartitioner<String, M> partitioner) {
        said.filter((key, message) -> kind.isInstance(message), Named.as("only-" + name))
                .mapValues(kind::cast, Named.as("as-" + name))
                .to(
                        topic,
                        Produced.with(Serdes.String(), serde)
                                .withStreamPartitioner(partitioner)
                                .withName(name));
    }

    private String[] add(List<StoreBuilder<?>> stores) {
        stores.forEach(builder::addStateStore);
        return stores.stream().map(StoreBuilder::name).toArray(String[]::new);
    }

    private static List<String> rowStepTopics(TargetTopics topics) {
        return Stream.concat(
                        MigrationPlan.capturedTables().stream().map(SourceTopics::ofTable),
                        Stream.of(SourceTopics.CONTROL, topics.sweep()))
                .toList();
    }
}
