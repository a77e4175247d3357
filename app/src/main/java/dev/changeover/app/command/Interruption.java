package dev.changeover.app.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish of somebody outside that the command stops. Safe for any thread. */
public final class Interruption {
    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile boolean heeded;
    private volatile String soFar = "Nothing was changed.";

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

    /**
     * Said by a command that waits for a person after it has changed something: until it heeds the wish again, it can be ended anywhere.
     *
     * @param done what stays then, a sentence
     */
    void rest(String done) {
        soFar = done;
        heeded = false;
    }

    /** What is true of a command that is ended now, while it does not see to that by itself: a sentence. */
    public String soFar() {
        return soFar;
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
