package dev.changeover.sink;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.Stage;
import dev.changeover.sink.apply.Patience;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the sink is doing, and whether it shall stop. Safe for any thread. */
final class StageCondition implements Patience {
    private final CountDownLatch stopping = new CountDownLatch(1);
    private Stage.State state = Stage.State.STARTING;
    private @Nullable Problem problem;

    synchronized Stage.State state() {
        return state;
    }

    synchronized Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    void stop() {
        stopping.countDown();
    }

    /** Stops all threads; answers whether this is the first failure, which is the one that counts. */
    synchronized boolean fail(Problem failure) {
        boolean first = state != Stage.State.FAILED;
        if (first) {
            state = Stage.State.FAILED;
            problem = failure;
        }
        stop();
        return first;
    }

    synchronized void stopped() {
        if (state != Stage.State.FAILED) {
            state = Stage.State.STOPPED;
            problem = null;
        }
    }

    @Override
    public synchronized void waiting(Problem reason) {
        if (state == Stage.State.RUNNING || state == Stage.State.WAITING) {
            state = Stage.State.WAITING;
            problem = reason;
        }
    }

    @Override
    public synchronized void serving() {
        if (state == Stage.State.STARTING || state == Stage.State.WAITING) {
            state = Stage.State.RUNNING;
            problem = null;
        }
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        if (stopping.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("The sink stops");
        }
    }
}
