package dev.changeover.transform.replay;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.transform.preview.WholeTopic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Empties the topology's stores through their changelogs: a tombstone for every key. Unlike a topic that was deleted, this also reaches the
 * copies on the disks of other machines, which go on from where they were. Holds no key in memory. Confined to one thread.
 */
final class StoreChangelogs {
    private final String bootstrapServers;

    StoreChangelogs(String bootstrapServers) {
        this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers");
    }

    /**
     * Returns when the broker has acknowledged every tombstone.
     *
     * @throws ProblemException when the broker does not answer; part of the stores may be empty then
     */
    void empty(List<String> changelogs) {
        AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
        try (KafkaProducer<byte[], byte @Nullable []> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String changelog : changelogs) {
                WholeTopic.read(bootstrapServers, changelog, record -> {
                    if (record.value() != null) {
                        var unused = producer.send(
                                new ProducerRecord<>(changelog, record.partition(), record.key(), null),
                                (place, failure) -> refused.compareAndSet(null, failure));
                    }
                });
            }
            producer.flush();
        } catch (KafkaException e) {
            refused.compareAndSet(null, e);
        }
        Exception failure = refused.get();
        if (failure != null) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.INCONCLUSIVE,
                            "The transform's stores could not be emptied",
                            "the broker did not answer (" + failure.getClass().getSimpleName() + ")",
                            "look after the broker and start the command again"),
                    failure);
        }
    }
}
