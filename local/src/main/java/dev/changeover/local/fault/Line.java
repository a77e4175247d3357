package dev.changeover.local.fault;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How fast data passes now, on all connections: freely, slowly, or not at all. Safe for any thread. */
final class Line {
    private final Traps traps;
    private boolean stalled;
    private long pauseNanos;
    private int atOnce = Integer.MAX_VALUE;

    Line(Traps traps) {
        this.traps = traps;
    }

    synchronized void stall() {
        stalled = true;
    }

    synchronized void slow(Duration pause, int bytes) {
        pauseNanos = pause.toNanos();
        atOnce = bytes;
        wake();
    }

    synchronized void heal() {
        stalled = false;
        pauseNanos = 0;
        atOnce = Integer.MAX_VALUE;
        wake();
    }

    /** For a connection that is over, and may be waiting. */
    synchronized void wake() {
        notifyAll();
    }

    /** Waits as long as the line makes data wait, unless the connection is over; returns how many bytes may pass now. */
    synchronized int admit(int bytes, BooleanSupplier over) throws InterruptedException {
        if (stalled || pauseNanos > 0) {
            traps.count();
        }
        long due = System.nanoTime() + pauseNanos;
        while (!over.getAsBoolean() && (stalled || (pauseNanos > 0 && due > System.nanoTime()))) {
            if (stalled) {
                wait();
            } else {
                long nanos = Math.max(1, due - System.nanoTime());
                wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
        }
        return Math.min(bytes, atOnce);
    }
}
