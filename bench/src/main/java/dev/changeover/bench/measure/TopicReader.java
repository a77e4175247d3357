package dev.changeover.bench.measure;

import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalBrokerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks at the topics that an embedded broker left in a state directory, by running it once more. */
final class TopicReader {
    static final TargetTopics TOPICS = new TargetTopics("staging");
    private static final String TABLES = SourceTopics.PREFIX + "." + SourceTopics.SCHEMA + ".";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private TopicReader() {}

    static TopicFacts read(Path stateDirectory) throws InterruptedException {
        try (LocalBroker broker = LocalBroker.start(new LocalBrokerConfig(stateDirectory.resolve("broker"), 0));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            long tables = 0;
            long documents = 0;
            long between = 0;
            for (var sized : sizes(admin).entrySet()) {
                if (sized.getKey().equals(TOPICS.documents())) {
                    documents += sized.getValue();
                } else if (sized.getKey().startsWith(TABLES)) {
                    tables += sized.getValue();
                } else {
                    between += sized.getValue();
                }
            }
            return new TopicFacts(tables, documents, between, written(broker.bootstrapServers()));
        }
    }

    private static Map<String, Long> sizes(Admin admin) throws InterruptedException {
        try {
            List<Integer> brokers =
                    admin.describeCluster().nodes().get().stream().map(Node::id).toList();
            Map<String, Long> sizes = new TreeMap<>();
            admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                    .flatMap(directories -> directories.values().stream())
                    .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                    .forEach(each ->
                            sizes.merge(each.getKey().topic(), each.getValue().size(), Long::sum));
            return sizes;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker does not tell the sizes of its topics", e);
        }
    }

    /** Counts records, not offsets: the end of each transaction has an offset too. */
    private static long written(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "max.partition.fetch.bytes",
                64 << 20);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPICS.documents()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long written = 0;
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                written += consumer.poll(POLL).count();
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The documents could not be read to their end");
                }
            }
            return written;
        }
    }
}
