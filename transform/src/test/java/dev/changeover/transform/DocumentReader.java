package dev.changeover.transform;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.document.UserDocumentCodec;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the committed documents of an environment, as a sink does. Confined to one thread. */
final class DocumentReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, byte[]> consumer;
    private final boolean keepsAll;
    private final List<UserDocument> documents = new ArrayList<>();
    private int count;
    private final Map<Long, byte[]> latest = new TreeMap<>();

    /** @param keepsAll whether {@link #documents()} is wanted: it needs memory for all of them */
    DocumentReader(String bootstrapServers, TargetTopics topics, int partitions, boolean keepsAll) {
        this.keepsAll = keepsAll;
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        TopicPlan.MAX_RECORD_BYTES),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = partitionsOf(topics.documents(), partitions);
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Every document written so far, in each user's order. */
    List<UserDocument> documents() {
        read();
        return documents;
    }

    /** How many documents were written so far. */
    int count() {
        read();
        return count;
    }

    Map<Long, UserDocument> latest() {
        read();
        Map<Long, UserDocument> decoded = new TreeMap<>();
        latest.forEach((user, bytes) -> decoded.put(user, UserDocumentCodec.decode(bytes)));
        return decoded;
    }

    /** The last document of each user, byte for byte. */
    Map<Long, byte[]> latestBytes() {
        read();
        return latest;
    }

    @Override
    public void close() {
        consumer.close();
    }

    static List<TopicPartition> partitionsOf(String topic, int partitions) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private void read() {
        for (var records = consumer.poll(POLL); !records.isEmpty(); records = consumer.poll(POLL)) {
            for (ConsumerRecord<String, byte[]> each : records) {
                if (keepsAll) {
                    documents.add(UserDocumentCodec.decode(each.value()));
                }
                count++;
                latest.put(Long.parseLong(each.key()), each.value());
            }
        }
    }
}
