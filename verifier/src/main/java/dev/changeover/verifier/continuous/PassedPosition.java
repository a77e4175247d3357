package dev.changeover.verifier.continuous;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.content.PipelinePosition;
import dev.changeover.verifier.content.PipelinePosition.Answer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the pipeline to the positions at which suspects were seen, in a thread of its own: the drain may take minutes,
 * and the looks go on meanwhile. One position at a time, to its end: a target that moves on would never be reached. A wait
 * counts for a look only if it began after it: what the target's drills change has no position in V1.
 */
final class PassedPosition {
    private static final String PART = "pipeline";
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final PipelinePosition pipeline;
    private final Patience patience;
    private final Condition condition;
    private @Nullable Wait wanted;
    private @Nullable Wait passed;

    /**
     * What somebody waits for, or what was waited for.
     *
     * @param lsn V1's position at a look
     * @param nanos when the look was, or when the wait for it began
     */
    private record Wait(long lsn, long nanos) {
        boolean covers(long position, long look) {
            return lsn >= position && nanos - look >= 0;
        }
    }

    PassedPosition(PipelinePosition pipeline, Patience patience, Condition condition) {
        this.pipeline = pipeline;
        this.patience = patience;
        this.condition = condition;
    }

    /** Somebody waits for this position, at which a look was at that time. */
    synchronized void want(long lsn, long lookNanos) {
        wanted = new Wait(lsn, lookNanos);
    }

    /** Nobody waits for any position any more: what holds the pipeline up is not our concern. */
    synchronized void wantNothing() {
        wanted = null;
        condition.over(PART);
    }

    synchronized boolean hasPassed(long lsn, long lookNanos) {
        return passed != null && passed.covers(lsn, lookNanos);
    }

    void run() throws InterruptedException {
        condition.repeat(PART, this::follow);
    }

    /** One wait, if anybody needs it. */
    void follow() throws InterruptedException {
        Optional<Long> next = next();
        if (next.isPresent()) {
            Wait wait = new Wait(next.get(), System.nanoTime());
            Answer answer = pipeline.awaitPassed(wait.lsn(), patience.drain());
            if (answer instanceof Answer.Passed) {
                passed(wait);
            } else {
                stillOpen(answer);
            }
        }
        condition.pause(BETWEEN);
    }

    private synchronized Optional<Long> next() {
        return isOpen() ? Optional.of(requireNonNull(wanted).lsn()) : Optional.empty();
    }

    private synchronized boolean isOpen() {
        return wanted != null && (passed == null || !passed.covers(wanted.lsn(), wanted.nanos()));
    }

    private synchronized void passed(Wait wait) {
        passed = wait;
        condition.over(PART);
    }

    private synchronized void stillOpen(Answer answer) {
        if (isOpen()) {
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
