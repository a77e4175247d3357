package dev.changeover.sink;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TargetTopics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees to it that the sink's group has offsets before its consumers start, which themselves never choose one. Only a target to
 * which nothing was ever applied starts at the beginning by itself; offsets that went missing later are a person's decision.
 */
final class GroupStart {
    /** Longer than the broker takes to miss a sink that was killed. */
    private static final Duration FORMER_MEMBERS = Duration.ofSeconds(20);

    private static final int BETWEEN_LOOKS_MILLIS = 200;

    private final Admin admin;
    private final TargetTopics topics;
    private final int partitions;

    GroupStart(Admin admin, TargetTopics topics, int partitions) {
        this.admin = admin;
        this.topics = topics;
        this.partitions = partitions;
    }

    /** The documents topic's id, once it is known to have the right number of partitions. */
    String topicId() throws InterruptedException, ExecutionException {
        TopicDescription topic = requireNonNull(admin.describeTopics(List.of(topics.documents()))
                .allTopicNames()
                .get()
                .get(topics.documents()));
        if (topic.partitions().size() != partitions) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The topic " + topics.documents() + " has "
                            + topic.partitions().size() + " partitions",
                    "topics.partitions is " + partitions + ", and a user's documents must stay in one partition",
                    "set topics.partitions to what the topic was made with"));
        }
        return topic.topicId().toString();
    }

    /** Whether any document was applied under this topic, by the ledger. */
    @FunctionalInterface
    interface Positions {
        boolean exist() throws SQLException;
    }

    /**
     * Makes the group start at the beginning if nothing was applied so far. Waits for members of a sink that was killed until the
     * broker misses them, since it takes no offsets as long as it has them.
     *
     * @throws ProblemException if documents were applied but the group's offsets are gone, or below what the topic still has; or if
     *     nothing was applied, and others who read from elsewhere stay
     */
    void prepare(Positions positions) throws InterruptedException, ExecutionException, SQLException {
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        admin.listOffsets(
                        allPartitions().stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.earliest())))
                .all()
                .get()
                .forEach((partition, found) -> beginnings.put(partition, found.offset()));
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(topics.sinkGroup())
                .partitionsToOffsetAndMetadata()
                .get();
        if (!positions.exist()) {
            startAtBeginning(beginnings, committed, positions);
            return;
        }
        for (TopicPartition partition : allPartitions()) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null || offset.offset() < beginnings.getOrDefault(partition, 0L)) {
                throw offset == null
                        ? LostPlace.noOffset(partition, topics.sinkGroup())
                        : LostPlace.outOfRange(partition);
            }
        }
    }

    /** Also when the group has offsets of a ledger that is gone: they would skip what this target never got. */
    private void startAtBeginning(
            Map<TopicPartition, Long> beginnings, Map<TopicPartition, OffsetAndMetadata> committed, Positions positions)
            throws InterruptedException, ExecutionException, SQLException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        beginnings.forEach((partition, offset) -> {
            OffsetAndMetadata known = committed.get(partition);
            if (known == null || known.offset() != offset) {
                offsets.put(partition, new OffsetAndMetadata(offset));
            }
        });
        if (offsets.isEmpty() || (!committed.isEmpty() && othersHaveBegun(positions))) {
            return;
        }
        admin.alterConsumerGroupOffsets(topics.sinkGroup(), offsets).all().get();
    }

    /** False when the group is left alone; those who began together with this sink soon have applied something. */
    private boolean othersHaveBegun(Positions positions) throws InterruptedException, ExecutionException, SQLException {
        long deadline = System.nanoTime() + FORMER_MEMBERS.toNanos();
        while (hasMembers()) {
            if (positions.exist()) {
                return true;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new ProblemException(new Problem(
                        Problem.Kind.REFUSED,
                        "The sink cannot begin with the first document",
                        "nothing was applied to the target so far, but others read further on in the group "
                                + topics.sinkGroup(),
                        "stop every sink of this environment, and start the command again"));
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
        return false;
    }

    private boolean hasMembers() throws InterruptedException, ExecutionException {
        return !requireNonNull(admin.describeConsumerGroups(List.of(topics.sinkGroup()))
                        .all()
                        .get()
                        .get(topics.sinkGroup()))
                .members()
                .isEmpty();
    }

    List<TopicPartition> allPartitions() {
        return IntStream.range(0, partitions)
                .mapToObj(number -> new TopicPartition(topics.documents(), number))
                .toList();
    }
}
