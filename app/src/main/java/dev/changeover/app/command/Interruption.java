package dev.changeover.app.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish of somebody outside that the command stops. Safe for any thread. */
public final class Interruption {
    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile boolean heeded;

    public void request() {
        requested.countDown();
    }

    /**
     * Said by a command before it begins to change something: from now on it looks by itself whether the wish is made, and ends in good
     * order. Before, and a command that only reads, can be ended anywhere.
     */
    void heed() {
        heeded = true;
    }

    /** Whether the command sees to its end by itself. */
    public boolean isHeeded() {
        return heeded;
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Pauses for this long, or until the wish is made; says whether it is. */
    public boolean pause(Duration longest) {
        try {
            return requested.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
