package dev.changeover.sink;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;

/** How many users may fail before the sink stops. */
record SinkLimits(FailureMode mode, int maxErrors) {
    /**
     * Looks at the errors so far; called after each batch, whose good users are committed.
     *
     * @throws ProblemException if there are too many
     */
    void check(SinkTally tally) {
        int errors = tally.errors();
        boolean tooMany = maxErrors > 0 && errors >= maxErrors;
        if (tooMany || (mode == FailureMode.STOP && errors > 0)) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The sink stops after " + errors + " users that could not be written",
                    tooMany ? "sink.maxErrors is " + maxErrors : "sink.failureMode is stop",
                    "read why with quarantine list, mend it, and start the sink again: all others are written"));
        }
    }
}
