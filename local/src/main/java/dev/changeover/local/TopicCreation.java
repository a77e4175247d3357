package dev.changeover.local;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TopicSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Brings topics into being and waits until they can be written. Safe to repeat, and to run beside another of its kind. */
public final class TopicCreation {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Admin admin;

    public TopicCreation(Admin admin) {
        this.admin = admin;
    }

    /**
     * Makes those that are absent, and returns when all can be written.
     *
     * @throws ProblemException when a topic is there with another number of partitions, or cannot be written after half a minute
     */
    public void ensure(List<TopicSpec> topics) {
        try {
            create(topics);
            Instant deadline = Instant.now().plus(PATIENCE);
            while (!areUsable(topics)) {
                if (Instant.now().isAfter(deadline)) {
                    throw new ProblemException(new Problem(
                            Problem.Kind.INCONCLUSIVE,
                            "The topics are not usable after " + PATIENCE.toSeconds() + " s",
                            "some partition has no leader",
                            "see the broker's log"));
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while topics were created", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Topics could not be created", e.getCause());
        }
    }

    private void create(List<TopicSpec> topics) throws InterruptedException, ExecutionException {
        List<NewTopic> wanted = topics.stream()
                .map(topic -> new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                        .configs(topic.settings()))
                .toList();
        for (KafkaFuture<Void> created : admin.createTopics(wanted).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private boolean areUsable(List<TopicSpec> topics) throws InterruptedException, ExecutionException {
        try {
            return allNameALeader(topics) && everyLeaderWorks(topics);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false; // created, and not known everywhere yet
            }
            throw e;
        }
    }

    private boolean allNameALeader(List<TopicSpec> topics) throws InterruptedException, ExecutionException {
        List<String> names = topics.stream().map(TopicSpec::name).toList();
        Map<String, TopicDescription> found =
                admin.describeTopics(names).allTopicNames().get();
        Map<String, Integer> partitions =
                topics.stream().collect(Collectors.toMap(TopicSpec::name, TopicSpec::partitions));
        found.values()
                .forEach(topic -> requirePartitions(
                        topic.name(), topic.partitions().size(), partitions.getOrDefault(topic.name(), 0)));
        return found.values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition -> hasLeader(partition.leader()));
    }

    /** A broker is named as a leader before it takes records; only one that works says where its log ends, and the client asks until it does. */
    private boolean everyLeaderWorks(List<TopicSpec> topics) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> ends = topics.stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return admin.listOffsets(ends).all().get().size() == ends.size();
    }

    private static boolean hasLeader(@Nullable Node leader) {
        return leader != null && !leader.isEmpty();
    }

    private static void requirePartitions(String topic, int found, int wanted) {
        if (found != wanted) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "Topic '" + topic + "' has " + found + " partitions, but " + wanted + " are configured",
                    "a key would move to another partition, and its changes would lose their order",
                    "set topics.partitions to " + found + ", or clean up and start with new topics"));
        }
    }
}
