package dev.changeover.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.change.SnapshotEventCodec;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.DrillCatalogueCodec;
import dev.changeover.contract.document.RebuildMark;
import dev.changeover.contract.document.ReplayRequest;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.document.UserDocumentCodec;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.transform.row.StartOffsets;
import dev.changeover.transform.task.Count;
import dev.changeover.transform.task.LiveCounts;
import dev.changeover.transform.user.UserStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology with one partition and without a broker. It commits after every record. */
final class OnePartition implements AutoCloseable {
    static final DrillCatalogue CATALOGUE = new DrillCatalogue(
            "v1",
            List.of(
                    new DrillCatalogue.Drill(1, "00000000-0000-0000-0000-000000000001", "L-drags"),
                    new DrillCatalogue.Drill(2, "00000000-0000-0000-0000-000000000002", "Cone weave")),
            Map.of());

    private static final TargetTopics TOPICS = new TargetTopics("test");

    private final TopologyTestDriver driver;
    private final LiveCounts counts = new LiveCounts();
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final Map<String, Long> written = new HashMap<>();
    private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    private final TestOutputTopic<String, byte[]> documents;
    private final Map<Long, UserDocument> latest = new TreeMap<>();

    OnePartition() {
        this(1 << 20);
    }

    OnePartition(long maxDocumentBytes) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 1 << 20);
        driver = new TopologyTestDriver(
                new TransformTopology(TOPICS, 1, maxDocumentBytes, StartOffsets.NONE, counts).build(), settings);
        documents = driver.createOutputTopic(TOPICS.documents(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** As after a first snapshot without any row: documents are written at once. */
    static OnePartition released() {
        OnePartition topology = new OnePartition();
        topology.publish(CATALOGUE);
        topology.tell(new SnapshotEvent.Started(1));
        topology.endSnapshot(1);
        return topology;
    }

    OnePartition take(V1Record... records) {
        for (V1Record record : records) {
            input(record.topic()).pipeInput(new TestRecord<>(record.key(), record.bytes(), record.headers(), now));
            written.merge(record.table(), 1L, Long::sum);
        }
        return this;
    }

    void takeWithGeneration(V1Record record, String generation) {
        Headers headers = new RecordHeaders().add(SourceTopics.GENERATION_HEADER, generation.getBytes(UTF_8));
        input(record.topic()).pipeInput(new TestRecord<>(record.key(), record.bytes(), headers));
    }

    /** A record that nobody of the pipeline writes. */
    void pipe(String topic, byte[] key, byte[] value) {
        input(topic).pipeInput(key, value);
    }

    /** As compacted topics need it after a delete. */
    void tombstone(String table, long id) {
        input(SourceTopics.ofTable(table)).pipeInput(new V1Record(table, id, "", 1).key(), nothing());
    }

    @SuppressWarnings("NullAway") // Kafka passes null for a tombstone, but declares nothing
    private static byte[] nothing() {
        return null;
    }

    void tell(SnapshotEvent event) {
        input(SourceTopics.CONTROL).pipeInput("1".getBytes(UTF_8), SnapshotEventCodec.encode(event));
    }

    /** Says that the snapshot ends after what was taken so far. */
    void endSnapshot(int generation) {
        tell(new SnapshotEvent.Ended(generation, ends()));
    }

    /** The end offsets of the table topics. */
    Map<String, List<Long>> ends() {
        Map<String, List<Long>> ends = new HashMap<>();
        for (String table : MigrationPlan.capturedTables()) {
            ends.put(table, List.of(written.getOrDefault(table, 0L)));
        }
        return ends;
    }

    void publish(DrillCatalogue catalogue) {
        input(TOPICS.catalogue()).pipeInput("catalogue".getBytes(UTF_8), DrillCatalogueCodec.encode(catalogue));
    }

    void ask(ReplayRequest request) {
        input(TOPICS.catalogue()).pipeInput(ReplayRequest.KEY.getBytes(UTF_8), request.encode());
    }

    void mark(RebuildMark mark) {
        input(TOPICS.catalogue()).pipeInput(RebuildMark.KEY.getBytes(UTF_8), mark.encode());
    }

    /** As if the rules had been others when the user was last written. */
    void wroteOtherwise(long user) {
        driver.<Long, byte[]>getKeyValueStore(UserStores.DOCUMENTS).put(user, new byte[1]);
    }

    /** Lets time pass, backwards too: records that follow bear the time that it is then. */
    void advance(Duration time) {
        now = now.plus(time);
    }

    /** As {@link #written}, byte for byte. */
    List<byte[]> writtenBytes() {
        return documents.readValuesToList();
    }

    /** The documents written since the last call, in order. */
    List<UserDocument> written() {
        List<UserDocument> read = new ArrayList<>();
        while (!documents.isEmpty()) {
            UserDocument document = UserDocumentCodec.decode(documents.readValue());
            latest.put(document.userId(), document);
            read.add(document);
        }
        return read;
    }

    /** The last document of each user. */
    Map<Long, UserDocument> latest() {
        written();
        return latest;
    }

    UserDocument.Present present(long user) {
        return (UserDocument.Present) requireNonNull(latest().get(user), "no document of the user");
    }

    /** The V1 ids of a user's rows of a table, in its last document. */
    List<Long> idsOf(long user, String table) {
        return present(user).rowsOf(table).stream().map(row -> row.id()).toList();
    }

    long count(Count count) {
        return counts.total(count);
    }

    TransformStatus status() {
        return Transform.status(counts);
    }

    List<String> holds() {
        return counts.holdReasons();
    }

    @Override
    public void close() {
        driver.close();
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return inputs.computeIfAbsent(
                topic, name -> driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()));
    }
}
