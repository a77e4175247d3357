package dev.changeover.verifier.continuous;

import dev.changeover.contract.stage.Problem;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.content.PipelinePosition;
import dev.changeover.verifier.content.PipelinePosition.Answer;
import java.time.Duration;

/**
 * Follows the pipeline to the positions at which suspects were seen, in a thread of its own: the drain may take minutes,
 * and the looks go on meanwhile. One position at a time, to its end: a target that moves on would never be reached.
 */
final class PassedPosition {
    private static final String PART = "pipeline";
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final PipelinePosition pipeline;
    private final Patience patience;
    private final Condition condition;
    private long wanted = Long.MIN_VALUE;
    private long passed = Long.MIN_VALUE;

    PassedPosition(PipelinePosition pipeline, Patience patience, Condition condition) {
        this.pipeline = pipeline;
        this.patience = patience;
        this.condition = condition;
    }

    /** Somebody waits for this position. */
    synchronized void want(long lsn) {
        wanted = Math.max(wanted, lsn);
    }

    /** Nobody waits for any position any more: what holds the pipeline up is not our concern. */
    synchronized void wantNothing() {
        wanted = passed;
        condition.over(PART);
    }

    synchronized boolean hasPassed(long lsn) {
        return lsn <= passed;
    }

    void run() throws InterruptedException {
        condition.repeat(PART, this::follow);
    }

    private void follow() throws InterruptedException {
        long lsn = next();
        if (lsn != Long.MIN_VALUE) {
            Answer answer = pipeline.awaitPassed(lsn, patience.drain());
            if (answer instanceof Answer.Passed) {
                passed(lsn);
            } else {
                stillOpen(lsn, answer);
            }
        }
        condition.pause(BETWEEN);
    }

    private synchronized long next() {
        return wanted > passed ? wanted : Long.MIN_VALUE;
    }

    private synchronized void passed(long lsn) {
        passed = Math.max(passed, lsn);
        condition.over(PART);
    }

    private synchronized void stillOpen(long lsn, Answer answer) {
        if (lsn <= wanted && wanted > passed) {
            condition.waiting(PART, problem(answer));
        }
    }

    private static Problem problem(Answer answer) {
        if (answer instanceof Answer.NotYet notYet) {
            return new Problem(
                    Problem.Kind.INCONCLUSIVE,
                    "The pipeline has not passed V1's position in time",
                    "it is at: " + notYet.where(),
                    "look after that stage; users that differ stay open until then");
        }
        if (answer instanceof Answer.Stalled stalled) {
            return new Problem(
                    Problem.Kind.INCONCLUSIVE,
                    "The pipeline stands still at " + stalled.stage(),
                    stalled.reason(),
                    "look after that stage; users that differ stay open until then");
        }
        throw new AssertionError(answer);
    }
}
