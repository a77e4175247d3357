package dev.changeover.cutover.topics;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The controller says that topics are made before the brokers know them: whoever asks a broker at that moment is told that there are
 * none. Confined to one thread.
 */
final class TopicArrival {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Admin admin;
    private final Duration timeout;

    /** @param timeout for all of it */
    TopicArrival(Admin admin, Duration timeout) {
        this.admin = requireNonNull(admin, "admin");
        this.timeout = requireNonNull(timeout, "timeout");
    }

    /** Returns when every partition of these topics has a leader. */
    void await(Collection<String> names) throws ExecutionException, TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!haveArrived(names)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("topics were made, but a broker does not know them");
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    private boolean haveArrived(Collection<String> names)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return admin
                    .describeTopics(names)
                    .allTopicNames()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .map(partition -> partition.leader())
                    .allMatch(TopicArrival::isThere);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isThere(Node leader) {
        return leader != null && !leader.isEmpty();
    }
}
