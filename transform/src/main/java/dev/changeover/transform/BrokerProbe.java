package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Asks the broker for a sign of life, over a connection of its own that is opened when first needed. Confined to one thread. */
final class BrokerProbe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String bootstrapServers;
    private @Nullable Admin admin;
    private @Nullable Long answeringSince;

    BrokerProbe(String bootstrapServers) {
        this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers");
    }

    /** Since when it has answered without a miss, as far as it was asked; empty when it does not answer now. */
    Optional<Duration> answeringFor() throws InterruptedException {
        if (!answers()) {
            answeringSince = null;
            return Optional.empty();
        }
        long now = System.nanoTime();
        if (answeringSince == null) {
            answeringSince = now;
        }
        return Optional.of(Duration.ofNanos(now - answeringSince));
    }

    /** The next answer is the first. */
    void forget() {
        answeringSince = null;
    }

    /** The connection over which it asks; empty while none of the broker's addresses resolves, of which only the making fails. */
    Optional<Admin> admin() {
        if (admin == null) {
            try {
                admin = LimitedAdmin.of(bootstrapServers, PATIENCE);
            } catch (KafkaException e) {
                return Optional.empty();
            }
        }
        return Optional.of(admin);
    }

    private boolean answers() throws InterruptedException {
        Optional<Admin> open = admin();
        if (open.isEmpty()) {
            return false;
        }
        try {
            open.get().describeCluster().nodes().get();
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
        admin = null;
    }
}
