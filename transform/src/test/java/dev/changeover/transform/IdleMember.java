package dev.changeover.transform;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A member of the transform's group that is alive but hangs: it answers no rebalance, so that the group lets nobody else in for as long as its
 * rebalance timeout. Confined to one thread.
 */
final class IdleMember implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;

    private IdleMember(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Returns when it is the group's only member. */
    static IdleMember join(String bootstrapServers, String group, String topic) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                (int) Duration.ofMinutes(30).toMillis(),
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(Nothing.class.getName()));
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (consumer.groupMetadata().generationId() < 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not in the group after a minute");
            }
            consumer.poll(Duration.ofMillis(100));
        }
        return new IdleMember(consumer);
    }

    /** Leaves the group, which lets the others in. Does nothing the second time. */
    void leave() {
        consumer.close();
    }

    @Override
    public void close() {
        leave();
    }

    /** Gives nobody anything; has the name of Kafka Streams' own. */
    public static final class Nothing implements ConsumerPartitionAssignor {
        @Override
        public String name() {
            return "stream";
        }

        @Override
        public ByteBuffer subscriptionUserData(Set<String> topics) {
            return ByteBuffer.allocate(0);
        }

        @Override
        public GroupAssignment assign(Cluster metadata, GroupSubscription subscriptions) {
            Map<String, Assignment> nothing = new HashMap<>();
            subscriptions.groupSubscription().keySet().forEach(each -> nothing.put(each, new Assignment(List.of())));
            return new GroupAssignment(nothing);
        }
    }
}
