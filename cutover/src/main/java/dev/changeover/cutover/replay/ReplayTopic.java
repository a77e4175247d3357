package dev.changeover.cutover.replay;

import dev.changeover.contract.document.ReplayRequest;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TargetTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Leaves a request where every task of the topology reads it: beside the drill catalogue, one copy a partition. */
public final class ReplayTopic {
    private static final byte[] KEY = ReplayRequest.KEY.getBytes(StandardCharsets.US_ASCII);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ReplayTopic() {}

    /**
     * Returns when the broker has acknowledged every copy. Asking twice does the same twice, without effect the second time.
     *
     * @throws ProblemException if the broker does not take it in time; part of the users may be assembled then
     */
    public static void ask(String bootstrapServers, TargetTopics topics, ReplayRequest request) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(PATIENCE.toMillis() / 2),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Math.toIntExact(PATIENCE.toMillis()));
        byte[] value = request.encode();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<?>> copies = new ArrayList<>();
            for (PartitionInfo partition : producer.partitionsFor(topics.catalogue())) {
                copies.add(producer.send(new ProducerRecord<>(topics.catalogue(), partition.partition(), KEY, value)));
            }
            for (Future<?> copy : copies) {
                copy.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notAsked("it was interrupted", "start the command again", e);
        } catch (KafkaException | ExecutionException e) {
            throw notAsked(
                    "the broker did not take the request (" + e.getClass().getSimpleName() + ")",
                    "look after the broker and start the command again",
                    e);
        }
    }

    private static ProblemException notAsked(String why, String remedy, Exception cause) {
        return new ProblemException(
                new Problem(Problem.Kind.INCONCLUSIVE, "The replay could not be asked for", why, remedy), cause);
    }
}
