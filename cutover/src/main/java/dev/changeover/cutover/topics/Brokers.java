package dev.changeover.cutover.topics;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** How this module reaches a broker: answers in bounded time. */
final class Brokers {
    private Brokers() {}

    static Admin admin(String bootstrapServers, Duration timeout) {
        try {
            return Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    bootstrapServers,
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    (int) timeout.toMillis(),
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    (int) timeout.toMillis(),
                    AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                    500));
        } catch (KafkaException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.USAGE,
                            "KAFKA_BOOTSTRAP_SERVERS '" + bootstrapServers + "' cannot be used",
                            "it names no host and port that can be resolved",
                            "give a list such as kafka-1:9092,kafka-2:9092"),
                    e);
        }
    }

    static Problem unreachable(String bootstrapServers, Duration timeout) {
        return new Problem(
                Problem.Kind.REFUSED,
                "Kafka at " + bootstrapServers + " cannot be reached",
                "no broker answered within " + timeout.toSeconds() + " seconds",
                "start the broker, or correct KAFKA_BOOTSTRAP_SERVERS (without it, an embedded broker is used)");
    }
}
