package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.transform.row.StartOffsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Sees to it that the topology goes on exactly where it stopped. The very first start commits the beginning of every
 * partition; from then on an offset that is not there, or below what its topic still holds, means that changes are lost, and the
 * transform refuses to run.
 */
final class OffsetCheck {
    private final Admin admin;
    private final TargetTopics topics;
    private final int partitions;

    OffsetCheck(Admin admin, TargetTopics topics, int partitions) {
        this.admin = requireNonNull(admin, "admin");
        this.topics = requireNonNull(topics, "topics");
        this.partitions = partitions;
    }

    /**
     * Where the topology goes on. At its first start it begins with all that the table topics hold, and with nothing that an earlier one,
     * whose memory is gone, has left in the topics between its steps: it would not fit what comes again.
     *
     * @param hasRunBefore whether the topology has left anything behind
     * @throws ProblemException when offsets are lost
     */
    StartOffsets run(boolean hasRunBefore) {
        Map<TopicPartition, Long> beginnings = at(TransformTopology.sourceTopics(topics), OffsetSpec.earliest());
        Map<TopicPartition, Long> committed = committed();
        boolean first = committed.isEmpty() && !hasRunBefore;
        if (first) {
            Map<TopicPartition, Long> start = new HashMap<>(beginnings);
            start.putAll(at(
                    List.of(topics.byParent(), topics.byUser(), topics.sweep(), topics.release()),
                    OffsetSpec.latest()));
            commit(start);
            committed = committed();
        }
        TreeSet<String> lost = new TreeSet<>();
        for (Map.Entry<TopicPartition, Long> beginning : beginnings.entrySet()) {
            Long next = committed.get(beginning.getKey());
            if (next == null) {
                lost.add(beginning.getKey() + " (no offset)");
            } else if (next < beginning.getValue()) {
                lost.add(beginning.getKey() + " (next is " + next + ", the topic begins at " + beginning.getValue()
                        + ")");
            }
        }
        if (!lost.isEmpty()) {
            throw new ProblemException(lost(String.join(", ", lost)));
        }
        return first ? StartOffsets.NONE : new StartOffsets(committed);
    }

    /** What to tell people when the topology cannot go on where it stopped. */
    static Problem lost(String where) {
        return new Problem(
                Problem.Kind.REFUSED,
                "The transform cannot go on where it stopped",
                "its committed offsets expired, or its topics no longer hold what comes next: " + where,
                "run: replay --from-topics. If that says that the table topics are cut, delete its consumer group and its topics that end"
                        + " in -changelog (with an embedded broker: the state directory, but for rollback-points), then run: capture"
                        + " resnapshot");
    }

    private Map<TopicPartition, Long> at(List<String> names, OffsetSpec place) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (String topic : names) {
            for (int partition = 0; partition < partitions; partition++) {
                asked.put(new TopicPartition(topic, partition), place);
            }
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> each : BrokerAnswers.awaitYes(
                        admin.listOffsets(asked).all(), "read where its topics begin and end")
                .entrySet()) {
            offsets.put(each.getKey(), each.getValue().offset());
        }
        return offsets;
    }

    private Map<TopicPartition, Long> committed() {
        Map<TopicPartition, Long> committed = new HashMap<>();
        try {
            BrokerAnswers.await(admin.listConsumerGroupOffsets(topics.applicationId())
                            .partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> {
                        if (offset != null) { // Kafka's word for none
                            committed.put(partition, offset.offset());
                        }
                    });
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw new ProblemException(
                        new Problem(
                                Problem.Kind.REFUSED,
                                "The transform could not read its committed offsets",
                                "the broker answered " + e.getCause(),
                                "check that this client may read the group " + topics.applicationId()),
                        e);
            }
        }
        return committed;
    }

    private void commit(Map<TopicPartition, Long> beginnings) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        beginnings.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        AlterConsumerGroupOffsetsResult result = admin.alterConsumerGroupOffsets(topics.applicationId(), offsets);
        for (TopicPartition partition : List.copyOf(offsets.keySet())) {
            try {
                BrokerAnswers.await(result.partitionResult(partition));
            } catch (ExecutionException e) {
                return; // another instance starts at the same time: what it committed is looked at next
            }
        }
    }
}
