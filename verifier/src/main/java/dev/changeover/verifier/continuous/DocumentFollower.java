package dev.changeover.verifier.continuous;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TargetTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads which users have new documents, from where the sink stands when it starts; commits nothing. A document's content is
 * not kept: what a user must be is V1's to say. Stands still while there is no room for more. Confined to one thread.
 */
final class DocumentFollower {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentFollower.class);
    private static final String PART = "documents";
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_RECORDS = 500;
    private static final int FETCH_BYTES = 4 << 20;

    private final String bootstrapServers;
    private final TargetTopics topics;
    private final ChangedUsers changed;
    private final Condition condition;

    DocumentFollower(String bootstrapServers, TargetTopics topics, ChangedUsers changed, Condition condition) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.changed = changed;
        this.condition = condition;
    }

    void run() throws InterruptedException {
        condition.repeat(PART, () -> {
            try {
                follow();
            } catch (InterruptException e) {
                throw new InterruptedException("The verifier stops");
            } catch (KafkaException e) {
                throw unreadable(e);
            }
        });
    }

    private void follow() throws InterruptedException {
        KafkaConsumer<String, Integer> consumer = consumer();
        try {
            assign(consumer);
            condition.over(PART);
            while (!condition.isStopping()) {
                if (changed.hasRoom(MOST_RECORDS)) {
                    for (ConsumerRecord<String, Integer> document : consumer.poll(POLL)) {
                        take(document);
                    }
                } else {
                    condition.pause(POLL);
                }
            }
        } finally {
            boolean interrupted = Thread.interrupted(); // closing would throw
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void take(ConsumerRecord<String, Integer> document) {
        try {
            long user = Long.parseLong(String.valueOf(document.key()));
            changed.add(user, document.partition(), document.offset(), System.nanoTime());
        } catch (NumberFormatException e) {
            LOG.atWarn()
                    .addKeyValue("partition", document.partition())
                    .addKeyValue("offset", document.offset())
                    .log("a document's key is no user id");
        }
    }

    private void assign(KafkaConsumer<String, Integer> consumer) throws InterruptedException {
        List<TopicPartition> partitions = consumer.partitionsFor(topics.documents()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        Map<TopicPartition, OffsetAndMetadata> applied = appliedBySink();
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            if (applied.get(partition) == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, requireNonNull(applied.get(partition)).offset());
            }
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> appliedBySink() throws InterruptedException {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) ANSWER.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) ANSWER.toMillis());
        Admin admin = Admin.create(settings);
        try {
            return admin.listConsumerGroupOffsets(topics.sinkGroup())
                    .partitionsToOffsetAndMetadata()
                    .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw unreadable(e);
        } catch (TimeoutException e) {
            throw unreadable(e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private KafkaConsumer<String, Integer> consumer() {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest", // a topic that was made again: what it holds from its start is new
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                MOST_RECORDS,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                FETCH_BYTES, // a larger document still comes, alone
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                FETCH_BYTES / 4,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) ANSWER.toMillis());
        return new KafkaConsumer<>(
                settings, new StringDeserializer(), (topic, bytes) -> bytes == null ? 0 : bytes.length);
    }

    private static ProblemException unreadable(Exception cause) {
        Throwable reason = cause.getCause() == null ? cause : cause.getCause();
        return new ProblemException(
                new Problem(
                        Problem.Kind.INCONCLUSIVE,
                        "The documents cannot be read from Kafka",
                        reason.getMessage() == null ? "no answer in time" : reason.getMessage(),
                        "look after the broker; the verifier goes on by itself"),
                cause);
    }
}
