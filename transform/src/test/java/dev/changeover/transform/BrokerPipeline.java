package dev.changeover.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.change.SnapshotEventCodec;
import dev.changeover.contract.document.DrillCatalogueCodec;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.document.UserDocumentCodec;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.local.LocalBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What stands around the transform: capture's and the sink's side of the topics on a real broker. */
final class BrokerPipeline implements AutoCloseable {
    static final int PARTITIONS = 2;

    final LocalBroker broker = LocalBroker.startTemporary();
    final TargetTopics topics = new TargetTopics("test");
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Future<RecordMetadata>> sends = new ArrayList<>();
    private final List<UserDocument> documents = new ArrayList<>();

    BrokerPipeline() {
        broker.createTopics(TopicPlan.source(PARTITIONS));
        broker.createTopics(TopicPlan.target(topics, PARTITIONS));
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = partitionsOf(topics.documents());
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    void take(V1Record... records) {
        for (V1Record record : records) {
            sends.add(producer.send(
                    new ProducerRecord<>(record.topic(), null, record.key(), record.bytes(), record.headers())));
        }
    }

    void tell(SnapshotEvent event) {
        toEveryPartition(SourceTopics.CONTROL, SnapshotEventCodec.encode(event));
    }

    /** A control record that no release of capture writes. */
    void tellNonsense() {
        toEveryPartition(SourceTopics.CONTROL, "nonsense".getBytes(UTF_8));
    }

    void endSnapshot(int generation) {
        flush();
        Map<String, List<Long>> ends = new HashMap<>();
        for (String table : MigrationPlan.capturedTables()) {
            Map<TopicPartition, Long> found = consumer.endOffsets(partitionsOf(SourceTopics.ofTable(table)));
            ends.put(
                    table,
                    IntStream.range(0, PARTITIONS)
                            .mapToObj(each -> found.get(new TopicPartition(SourceTopics.ofTable(table), each)))
                            .toList());
        }
        tell(new SnapshotEvent.Ended(generation, ends));
    }

    void publishCatalogue() {
        toEveryPartition(topics.catalogue(), DrillCatalogueCodec.encode(OnePartition.CATALOGUE));
    }

    /** Every document written so far, in each user's order. */
    List<UserDocument> documents() {
        for (var records = consumer.poll(Duration.ofMillis(200));
                !records.isEmpty();
                records = consumer.poll(Duration.ofMillis(200))) {
            records.forEach(record -> documents.add(UserDocumentCodec.decode(record.value())));
        }
        return documents;
    }

    Map<Long, UserDocument> latest() {
        Map<Long, UserDocument> latest = new TreeMap<>();
        documents().forEach(document -> latest.put(document.userId(), document));
        return latest;
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
        broker.close();
    }

    private void toEveryPartition(String topic, byte[] value) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sends.add(producer.send(new ProducerRecord<>(topic, partition, "all".getBytes(UTF_8), value)));
        }
        flush();
    }

    private void flush() {
        producer.flush();
        sends.forEach(send -> assertThat(send).succeedsWithin(Duration.ZERO));
        sends.clear();
    }

    private static List<TopicPartition> partitionsOf(String topic) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
