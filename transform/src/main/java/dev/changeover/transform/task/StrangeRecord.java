package dev.changeover.transform.task;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A record that says nothing that can be attributed to a user: nobody of the pipeline writes such a one. The transform stops
 * before it. Passing over it could lose a change of nobody knows whom.
 */
public final class StrangeRecord {
    private StrangeRecord() {}

    /**
     * What to throw when a record is not understood.
     *
     * @param cause says what is wrong without quoting the record
     */
    public static ProblemException stops(String group, RecordMetadata from, IllegalArgumentException cause) {
        String partition = from.topic() + "-" + from.partition();
        return new ProblemException(
                new Problem(
                        Problem.Kind.UNEXPECTED,
                        "The transform stopped",
                        "it cannot make sense of the record at offset " + from.offset() + " of " + partition + ": "
                                + cause.getMessage(),
                        "find out who wrote it; to go on without it, stop every instance, set the next offset of the"
                                + " group " + group + " for " + partition + " to " + (from.offset() + 1)
                                + " with kafka-consumer-groups, start again, and run: capture resnapshot"),
                cause);
    }
}
