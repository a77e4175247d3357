package dev.changeover.sink;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.InstanceName;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places of one sink in its group: a name for each thread. A sink that starts after one that was killed has the same, and takes
 * over at once. Thread-safe.
 */
final class Membership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final InstanceName instance;
    private final Admin admin;
    private final String group;
    private final int threads;

    private Membership(InstanceName instance, Admin admin, String group, int threads) {
        this.instance = requireNonNull(instance, "instance");
        this.admin = requireNonNull(admin, "admin");
        this.group = requireNonNull(group, "group");
        this.threads = threads;
    }

    /**
     * Takes the places.
     *
     * @throws ProblemException when the state directory cannot be written
     */
    static Membership take(SinkConfig config, Admin admin) {
        try {
            InstanceName instance = InstanceName.takeFirstFree(config.stateDirectory());
            return new Membership(instance, admin, config.topics().sinkGroup(), config.threads());
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "The sink cannot start",
                            "its state directory " + config.stateDirectory() + " cannot be written: " + e,
                            "make sure that this user may write there and that the disk has room"),
                    e);
        }
    }

    /** @param thread from 0 */
    String nameOf(int thread) {
        return instance.value() + "-" + (thread + 1);
    }

    /**
     * Leaves the group, when the consumers are closed: others need not wait until they are missed. A consumer cannot do that itself
     * while its first request to join is unanswered.
     */
    @Override
    public void close() {
        RemoveMembersFromConsumerGroupOptions members =
                new RemoveMembersFromConsumerGroupOptions(IntStream.range(0, threads)
                        .mapToObj(thread -> new MemberToRemove(nameOf(thread)))
                        .toList());
        members.timeoutMs((int) PATIENCE.toMillis());
        members.reason("the sink stopped");
        try {
            admin.removeMembersFromConsumerGroup(group, members).all().get();
        } catch (ExecutionException e) { // the broker is away, or another has taken the places
            LOG.atInfo()
                    .addKeyValue("cause", e.toString())
                    .log("the sink stopped and is still a member of its group, until it is missed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            instance.close();
        }
    }
}
