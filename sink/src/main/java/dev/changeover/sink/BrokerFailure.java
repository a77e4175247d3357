package dev.changeover.sink;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;

/** What the broker refuses for good, in words for a person. */
final class BrokerFailure {
    private BrokerFailure() {}

    static ProblemException of(String what, @Nullable Throwable cause) {
        String answer = cause == null ? "nothing" : cause.getClass().getSimpleName();
        return new ProblemException(
                new Problem(
                        Problem.Kind.REFUSED,
                        what,
                        "the broker answers " + answer,
                        "check kafka.bootstrapServers, the broker's log, and what the sink's user may do there; then start again"));
    }

    /** Two members of the group cannot have one name; the older one is sent away. */
    static ProblemException replaced(FencedInstanceIdException cause) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.REFUSED,
                        "The sink stopped",
                        "another one took its place: it has the same name, which only a copy of this sink's state directory has",
                        "give every machine a state directory of its own, not a copy of another's, and start this one again"),
                cause);
    }

    /** The broker is away, or too slow; what was asked is asked again. */
    static Problem away() {
        return new Problem(
                Problem.Kind.UNEXPECTED,
                "The sink waits for the broker",
                "it does not answer in time",
                "bring the broker back; the sink goes on by itself and nothing is lost");
    }
}
