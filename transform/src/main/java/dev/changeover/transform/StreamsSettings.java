package dev.changeover.transform;

import dev.changeover.contract.topic.TopicPlan;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;

/** Kafka Streams' settings, each on purpose. */
final class StreamsSettings {
    /** After that long without a sign of life an instance is replaced by the others. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
    /** How soon an instance hears that another came or went. */
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);

    /**
     * Longer than any commit takes, even one that holds several of the largest documents. What an instance that was lost had
     * begun holds up its successors for so long.
     */
    static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(20);

    private static final int BATCH_BYTES = 256 << 10;
    private static final int LINGER_MILLIS = 10;
    private static final int FETCH_BYTES = 16 << 20;
    private static final int PRODUCER_BUFFER_BYTES = TopicPlan.MAX_RECORD_BYTES + (16 << 20);

    private StreamsSettings() {}

    /**
     * Those of the transform proper.
     *
     * @param instanceName what the broker knows this instance by, also after it was killed and started again
     */
    static Properties ofMember(TransformConfig config, RocksDbMemory memory, String instanceName) {
        Properties settings = of(config, memory);
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceName);
        return settings;
    }

    static Properties of(TransformConfig config, RocksDbMemory memory) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.topics().applicationId());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDirectory().toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, config.cacheBytes());
        // No step relies on the order between topics, so none waits for a topic that has nothing to read at the moment.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // The topics between the steps are kept by time. Their records count from when they were written, and not from
        // the V1 change that caused them, which a replay may read weeks later.
        settings.put(
                StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, WallclockTimestampExtractor.class.getName());
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.Setter.class.getName());
        settings.put(RocksDbMemory.SETTING, memory);
        putConsumer(settings);
        putProducer(settings);
        return settings;
    }

    private static void putConsumer(Properties settings) {
        // The first start commits the beginning of every topic, see OffsetCheck. An offset that is missing later is a
        // loss.
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "none");
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                SESSION_TIMEOUT.toMillis());
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), (int)
                HEARTBEAT_INTERVAL.toMillis());
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_BYTES);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2_000);
    }

    private static void putProducer(Properties settings) {
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MILLIS);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), TopicPlan.MAX_RECORD_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), PRODUCER_BUFFER_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                TRANSACTION_TIMEOUT.toMillis());
    }
}
