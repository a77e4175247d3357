package dev.changeover.cutover.topics;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Finds and deletes topics and consumer groups. What is not there is no failure. Confined to one thread.
 *
 * <p>Every method throws {@link ProblemException} when the broker cannot be reached or refuses.
 */
public final class TopicRemoval implements AutoCloseable {
    private static final Duration MEMBERS_LEAVE = Duration.ofSeconds(30); // above any session timeout of ours
    private static final long PAUSE_MILLIS = 250;

    private final Admin admin;
    private final String bootstrapServers;
    private final Duration timeout;
    private final BrokerAnswers broker;

    /** @param timeout for every answer of the broker */
    public TopicRemoval(String bootstrapServers, Duration timeout) {
        this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers");
        this.timeout = requireNonNull(timeout, "timeout");
        this.broker = new BrokerAnswers(
                bootstrapServers, timeout, "; if it is gone for good, leave it out with --without-broker");
        this.admin = Brokers.admin(bootstrapServers, timeout);
    }

    public Set<String> topics() {
        return Set.copyOf(broker.to("list topics", admin.listTopics().names()));
    }

    /** How many members a group has; empty if there is no such group. */
    public OptionalInt members(String group) {
        boolean there = broker.to("list groups", admin.listGroups().all()).stream()
                .map(GroupListing::groupId)
                .anyMatch(group::equals);
        if (!there) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(requireNonNull(broker.to(
                                "describe the group " + group,
                                admin.describeConsumerGroups(List.of(group)).all())
                        .get(group))
                .members()
                .size());
    }

    /** Deletes a group; one whose members died is waited for until the broker has noticed. */
    public void deleteGroup(String group) {
        long deadline = System.nanoTime() + MEMBERS_LEAVE.toNanos();
        while (!tryToDelete(group)) {
            if (System.nanoTime() > deadline) {
                throw new ProblemException(new Problem(
                        Problem.Kind.REFUSED,
                        "The consumer group " + group + " cannot be deleted",
                        "it has members",
                        "stop the process that consumes with it, and start again"));
            }
            pause();
        }
    }

    private boolean tryToDelete(String group) {
        String deed = "delete the group " + group;
        Optional<ApiException> failure = broker.failure(
                ApiException.class,
                deed,
                admin.deleteConsumerGroups(List.of(group)).all());
        if (failure.isEmpty() || failure.get() instanceof GroupIdNotFoundException) {
            return true;
        }
        if (failure.get() instanceof GroupNotEmptyException) {
            return false;
        }
        throw new ProblemException(broker.refusal(deed, failure.get()), failure.get());
    }

    /** Returns when the broker lists none of them: it answers a deletion before it has heard of it itself. */
    public void awaitGone(Collection<String> topics) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (topics().stream().anyMatch(topics::contains)) {
            if (System.nanoTime() > deadline) {
                throw new ProblemException(new Problem(
                        Problem.Kind.INCONCLUSIVE,
                        "Kafka at " + bootstrapServers + " still lists topics that were deleted",
                        "it has not heard of it, or something that still runs makes them again",
                        "stop what uses them, and start again"));
            }
            pause();
        }
    }

    public void deleteTopic(String topic) {
        var unused = broker.failure(
                UnknownTopicOrPartitionException.class,
                "delete the topic " + topic,
                admin.deleteTopics(List.of(topic)).all());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw BrokerAnswers.interrupted(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
