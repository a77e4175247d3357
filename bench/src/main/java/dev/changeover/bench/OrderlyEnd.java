package dev.changeover.bench;

import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.stage.ProblemException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets the thread that measures stop what it started before the process goes, whatever ends the process: a signal, or the end of the work.
 */
final class OrderlyEnd {
    private static final long PATIENCE_SECONDS = 90;
    private static final int UNEXPECTED = 1;
    private static final int INTERRUPTED = 130;

    private final Thread measuring;
    private final CountDownLatch reached = new CountDownLatch(1);

    private OrderlyEnd(Thread measuring) {
        this.measuring = measuring;
    }

    /** From now on a signal interrupts this thread, and the process waits for it. */
    static OrderlyEnd ofThisThread() {
        OrderlyEnd end = new OrderlyEnd(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(end::interrupt, "orderly-end"));
        return end;
    }

    /** The thread has nothing left to stop. */
    void reached() {
        reached.countDown();
    }

    static int codeOf(Exception failure, Terminal terminal) {
        if (failure instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            terminal.message("Interrupted; everything that was started is stopped.");
            return INTERRUPTED;
        }
        String words = failure instanceof ProblemException problem
                ? problem.problem().toString()
                : String.valueOf(failure.getMessage());
        terminal.message("error: " + words);
        return UNEXPECTED;
    }

    private void interrupt() {
        if (reached.getCount() == 0) {
            return;
        }
        measuring.interrupt();
        try {
            boolean inTime = reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                Runtime.getRuntime().halt(INTERRUPTED); // the next run stops what this one could not
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
