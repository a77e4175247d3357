package dev.changeover.cutover.topics;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

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

    /** @param timeout for every answer of the broker */
    public TopicRemoval(String bootstrapServers, Duration timeout) {
        this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers");
        this.timeout = requireNonNull(timeout, "timeout");
        this.admin = Brokers.admin(bootstrapServers, timeout);
    }

    public Set<String> topics() {
        return Set.copyOf(answer("list topics", admin.listTopics().names()));
    }

    /** How many members a group has; empty if there is no such group. */
    public OptionalInt members(String group) {
        boolean there = answer("list groups", admin.listGroups().all()).stream()
                .map(GroupListing::groupId)
                .anyMatch(group::equals);
        if (!there) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(requireNonNull(answer(
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
        try {
            admin.deleteConsumerGroups(List.of(group)).all().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return true;
            }
            if (e.getCause() instanceof GroupNotEmptyException) {
                return false;
            }
            throw refused("delete the group " + group, e);
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
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
        try {
            admin.deleteTopics(List.of(topic)).all().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw refused("delete the topic " + topic, e);
            }
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private <T> T answer(String deed, KafkaFuture<T> future) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw refused(deed, e);
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private ProblemException refused(String deed, ExecutionException failure) {
        @Nullable Throwable cause = failure.getCause();
        if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return unreachable(failure);
        }
        return new ProblemException(
                new Problem(
                        Problem.Kind.REFUSED,
                        "Kafka at " + bootstrapServers + " refuses to " + deed,
                        cause == null ? "no reason given" : String.valueOf(cause.getMessage()),
                        "give the pipeline's user that right, or let an operator do it"),
                failure);
    }

    private ProblemException unreachable(Exception failure) {
        Problem problem = Brokers.unreachable(bootstrapServers, timeout);
        return new ProblemException(
                new Problem(
                        problem.kind(),
                        problem.what(),
                        problem.why(),
                        problem.remedy() + "; if it is gone for good, leave it out with --without-broker"),
                failure);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static ProblemException interrupted(InterruptedException failure) {
        Thread.currentThread().interrupt();
        return new ProblemException(
                new Problem(
                        Problem.Kind.INCONCLUSIVE,
                        "The broker's topics were not all looked at or deleted",
                        "interrupted",
                        "start the command again"),
                failure);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
