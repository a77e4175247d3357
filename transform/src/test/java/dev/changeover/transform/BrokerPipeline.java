package dev.changeover.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.change.SnapshotEventCodec;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.DrillCatalogueCodec;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.contract.topic.TopicSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What stands around the transform: capture's and the sink's side of the topics on a real broker. */
final class BrokerPipeline implements AutoCloseable {
    static final int PARTITIONS = 2;

    final TargetTopics topics = new TargetTopics("test");
    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;
    private final DocumentReader reader;
    private final List<Future<RecordMetadata>> sends = new ArrayList<>();

    /** @param topicMaker what the broker offers to make topics with */
    BrokerPipeline(String bootstrapServers, Consumer<List<TopicSpec>> topicMaker) {
        this.bootstrapServers = bootstrapServers;
        topicMaker.accept(TopicPlan.source(PARTITIONS));
        topicMaker.accept(TopicPlan.target(topics, PARTITIONS));
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        reader = new DocumentReader(bootstrapServers, topics, PARTITIONS, true);
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        TopicPlan.MAX_RECORD_BYTES,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        TopicPlan.MAX_RECORD_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** With the default for everything, in the pipeline's environment. */
    TransformConfig config(Path stateDirectory) {
        return TransformConfig.of(bootstrapServers, topics, PARTITIONS, stateDirectory);
    }

    void take(V1Record... records) {
        for (V1Record record : records) {
            sends.add(producer.send(
                    new ProducerRecord<>(record.topic(), null, record.key(), record.bytes(), record.headers())));
        }
    }

    /** A record that nobody of the pipeline writes. */
    void put(TopicPartition partition, byte[] key, byte[] value) {
        sends.add(producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), key, value)));
        flush();
    }

    void tell(SnapshotEvent event) {
        toEveryPartition(SourceTopics.CONTROL, "all", SnapshotEventCodec.encode(event));
    }

    /** A control record that no release of capture writes. */
    void tellNonsense() {
        toEveryPartition(SourceTopics.CONTROL, "all", "nonsense".getBytes(UTF_8));
    }

    void endSnapshot(int generation) {
        flush();
        Map<String, List<Long>> ends = new HashMap<>();
        for (String table : MigrationPlan.capturedTables()) {
            Map<TopicPartition, Long> found = endsOf(List.of(SourceTopics.ofTable(table)));
            ends.put(
                    table,
                    IntStream.range(0, PARTITIONS)
                            .mapToObj(each ->
                                    found.getOrDefault(new TopicPartition(SourceTopics.ofTable(table), each), 0L))
                            .toList());
        }
        tell(new SnapshotEvent.Ended(generation, ends));
    }

    void publishCatalogue() {
        publishCatalogue(topics);
    }

    void publishCatalogue(TargetTopics target) {
        toEveryPartition(target.catalogue(), DrillCatalogue.KEY, DrillCatalogueCodec.encode(OnePartition.CATALOGUE));
    }

    /** Every document written so far, in each user's order. */
    List<UserDocument> documents() {
        return reader.documents();
    }

    Map<Long, UserDocument> latest() {
        return reader.latest();
    }

    /** How many rows a user's last document has; 0 without one. */
    int rowsOf(long user) {
        return latest().get(user) instanceof UserDocument.Present present ? present.rowCount() : 0;
    }

    /** How many records of the table topics a topology has not committed yet. */
    long lag(TargetTopics of) {
        List<String> tables = MigrationPlan.capturedTables().stream()
                .map(SourceTopics::ofTable)
                .toList();
        Map<TopicPartition, OffsetAndMetadata> committed = BrokerAnswers.awaitYes(
                admin.listConsumerGroupOffsets(of.applicationId()).partitionsToOffsetAndMetadata(), "read offsets");
        return endsOf(tables).entrySet().stream()
                .mapToLong(each -> each.getValue()
                        - Optional.ofNullable(committed.get(each.getKey()))
                                .map(OffsetAndMetadata::offset)
                                .orElse(0L))
                .sum();
    }

    /** Of the transform's group; one for each thread of each instance. */
    Collection<MemberDescription> members() throws Exception {
        return requireNonNull(admin().describeConsumerGroups(List.of(topics.applicationId()))
                        .all()
                        .get()
                        .get(topics.applicationId()))
                .members();
    }

    Admin admin() {
        return admin;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        reader.close();
        admin.close(Duration.ZERO);
    }

    private Map<TopicPartition, Long> endsOf(List<String> names) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        names.forEach(name ->
                DocumentReader.partitionsOf(name, PARTITIONS).forEach(each -> asked.put(each, OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        BrokerAnswers.awaitYes(admin.listOffsets(asked).all(), "read ends")
                .forEach((each, end) -> ends.put(each, end.offset()));
        return ends;
    }

    private void toEveryPartition(String topic, String key, byte[] value) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sends.add(producer.send(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value)));
        }
        flush();
    }

    /** Returns when everything taken so far is acknowledged. */
    void flush() {
        producer.flush();
        sends.forEach(send -> assertThat(send).succeedsWithin(Duration.ZERO));
        sends.clear();
    }
}
