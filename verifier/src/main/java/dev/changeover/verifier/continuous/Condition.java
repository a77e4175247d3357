package dev.changeover.verifier.continuous;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the verifier is doing, what each of its threads waits for, and whether it shall stop. Safe for any thread. */
final class Condition {
    private static final Logger LOG = LoggerFactory.getLogger(ContinuousVerifier.class);
    private static final int LONGEST_DOUBLINGS = 3;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Map<String, Problem> waits = new TreeMap<>();
    private @Nullable Problem failure;
    private boolean stopped;

    synchronized Stage.State state() {
        if (failure != null) {
            return Stage.State.FAILED;
        }
        if (stopped) {
            return Stage.State.STOPPED;
        }
        return waits.isEmpty() ? Stage.State.RUNNING : Stage.State.WAITING;
    }

    synchronized Optional<Problem> problem() {
        return failure != null ? Optional.of(failure) : waits.values().stream().findFirst();
    }

    /** Told in the log the first time only, until it is over. */
    synchronized void waiting(String part, Problem reason) {
        if (waits.put(part, reason) == null) {
            LOG.atWarn().addKeyValue("reason", reason.line()).log("the verifier waits");
        }
    }

    synchronized void over(String part) {
        if (waits.remove(part) != null && stopping.getCount() > 0) {
            LOG.atInfo().addKeyValue("part", part).log("the verifier goes on");
        }
    }

    synchronized void fail(Problem reason) {
        failure = failure == null ? reason : failure;
        stopping.countDown();
    }

    synchronized void stopped() {
        stopped = true;
        waits.clear();
    }

    void stop() {
        stopping.countDown();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** @throws InterruptedException when the verifier stops */
    void pause(Duration time) throws InterruptedException {
        if (stopping.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("The verifier stops");
        }
    }

    /** What one thread does again and again. */
    @FunctionalInterface
    interface Step {
        void run() throws InterruptedException;
    }

    /** Repeats a step until the verifier stops; when it fails because something is away, after pauses that grow to 8 s. */
    void repeat(String part, Step step) throws InterruptedException {
        int failures = 0;
        while (!isStopping()) {
            try {
                step.run();
                failures = 0;
            } catch (ProblemException e) {
                if (isStopping()) {
                    return;
                }
                waiting(part, e.problem());
                pause(Duration.ofSeconds(1L << Math.min(failures++, LONGEST_DOUBLINGS)));
            }
        }
    }
}
