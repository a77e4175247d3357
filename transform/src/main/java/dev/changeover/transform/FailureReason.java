package dev.changeover.transform;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;

/** Says in a person's words why the topology died. */
final class FailureReason {
    private FailureReason() {}

    static Problem of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof ProblemException known) {
                return known.problem();
            } else if (cause instanceof InvalidOffsetException offsets) {
                return OffsetCheck.lost(offsets.partitions().toString());
            } else if (cause instanceof RecordTooLargeException) {
                return problem(
                        "a record is larger than the broker takes",
                        "set max.message.bytes of the environment's topics, and the broker's limits, to what the topic plan"
                                + " says");
            } else if (cause instanceof LockException || cause instanceof ProcessorStateException) {
                return problem(
                        "its state directory cannot be used: " + inFull(cause),
                        "make sure that no other process uses the directory and that its disk has room; if it is broken,"
                                + " delete it: it is rebuilt from the broker");
            } else if (cause instanceof FencedInstanceIdException) {
                return problem(
                        "another one took its place: it has the same name, which only a copy of this one's state directory has",
                        "give every instance a state directory of its own, not a copy of another's, and start this one again");
            } else if (cause instanceof TimeoutException) {
                return problem(
                        "the broker did not answer in time: " + cause.getMessage(),
                        "check that the broker is up, and start the transform again");
            }
        }
        return problem(failure.toString(), "see the log for where it happened, and report it; nothing was lost");
    }

    /** With the deepest cause's message, where the system says what is the matter with the disk. */
    private static String inFull(Throwable cause) {
        Throwable deepest = cause;
        for (Throwable each = cause; each != null; each = next(each)) {
            deepest = each;
        }
        return deepest == cause ? String.valueOf(cause.getMessage()) : cause.getMessage() + ": " + deepest.getMessage();
    }

    private static Problem problem(String why, String remedy) {
        return new Problem(Problem.Kind.UNEXPECTED, "The transform stopped", why, remedy);
    }

    private static @Nullable Throwable next(Throwable cause) {
        return cause.getCause();
    }
}
