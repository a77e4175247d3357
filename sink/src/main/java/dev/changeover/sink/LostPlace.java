package dev.changeover.sink;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import org.apache.kafka.common.TopicPartition;

/** The sink does not know where to go on reading, and must not guess: what it skipped would be lost. */
final class LostPlace {
    private LostPlace() {}

    static ProblemException noOffset(TopicPartition partition, String group) {
        return problem(partition, "the group " + group + " has no committed offset any more");
    }

    static ProblemException outOfRange(TopicPartition partition) {
        return problem(partition, "the topic does not have the group's committed offset any more");
    }

    private static ProblemException problem(TopicPartition partition, String why) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.REFUSED,
                        "The sink does not know where it was in " + partition,
                        why,
                        "set the group to the earliest offsets with kafka-consumer-groups --reset-offsets --to-earliest, and"
                                + " start the sink again: documents that were applied already are recognised; if documents were"
                                + " deleted from the topic that never were, take a new snapshot with: changeover capture resnapshot"));
    }
}
