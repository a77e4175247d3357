package dev.changeover.sink;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings of the sink's Kafka clients, each on purpose. */
final class ClientSettings {
    /** One fetch, compressed; a record larger than this still comes, alone. */
    private static final int FETCH_BYTES = 16 << 20;
    /**
     * How long a sink that was killed keeps its users from another, which waits for as long; not from the one that starts in its
     * place. Above {@code idle_in_transaction_session_timeout}: a frozen sink loses its transaction before its users.
     */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
    /** How soon a sink hears that another came or went. */
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);
    /** A target that is away for longer costs a rebalance, which is harmless: positions tell what was applied. */
    private static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(15);

    private final String bootstrapServers;

    ClientSettings(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    Map<String, Object> connection() {
        return Map.of("bootstrap.servers", bootstrapServers);
    }

    Admin admin() {
        Map<String, Object> settings = new HashMap<>(connection());
        settings.put(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000); // at the start: then the broker is not there
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000); // a half-open connection costs one of these
        return Admin.create(settings);
    }

    /**
     * A consumer that shares the documents with the others of its group, and commits when told.
     *
     * @param name by which the group knows it again
     */
    Consumer<byte[], byte[]> member(String group, String name, int maxRecords) {
        Map<String, Object> settings = reading(maxRecords);
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis());
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) HEARTBEAT_INTERVAL.toMillis());
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) MAX_POLL_INTERVAL.toMillis());
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A consumer that reads the partitions that it is given, and commits nothing. */
    Consumer<byte[], byte[]> lone(int maxRecords) {
        return new KafkaConsumer<>(reading(maxRecords), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(connection());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> reading(int maxRecords) {
        Map<String, Object> settings = new HashMap<>(connection());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES / 2);
        settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
        settings.put(
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000); // after that a half-open connection is made anew
        return settings;
    }
}
