package dev.changeover.transform;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Questions to the broker that have a limit, unlike those of a client with Kafka's own settings, which wait for a minute. */
final class LimitedAdmin {
    private LimitedAdmin() {}

    /**
     * A client of its own, which whoever asks closes.
     *
     * @param patience until a call fails; a request that gets no answer is tried again once within it
     */
    static Admin of(String bootstrapServers, Duration patience) {
        int millis = (int) patience.toMillis();
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                millis));
    }
}
