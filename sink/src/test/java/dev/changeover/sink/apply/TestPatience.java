package dev.changeover.sink.apply;

import dev.changeover.contract.stage.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits as the sink does, and keeps what it was told. Safe for any thread. */
final class TestPatience implements Patience {
    private final List<String> waits = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final boolean mayWait;

    private TestPatience(boolean mayWait) {
        this.mayWait = mayWait;
    }

    TestPatience() {
        this(true);
    }

    /** For tests in which the target is always there. */
    static TestPatience refusingToWait() {
        return new TestPatience(false);
    }

    /** The problems for which it was waited, one line each. */
    List<String> waits() {
        return waits;
    }

    void stop() {
        stopping.countDown();
    }

    @Override
    public void waiting(Problem problem) {
        if (!mayWait) {
            throw new AssertionError(problem.line());
        }
        waits.add(problem.line());
    }

    @Override
    public void serving() {}

    @Override
    public void pause(Duration time) throws InterruptedException {
        if (stopping.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("The test ends");
        }
    }
}
