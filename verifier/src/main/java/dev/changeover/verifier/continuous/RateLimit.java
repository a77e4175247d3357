package dev.changeover.verifier.continuous;

import dev.changeover.verifier.read.RowMeter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets rows of one database through at a steady rate. What was not used is lost, but for a twentieth of a second: there
 * are no bursts to save up for. Safe for any thread; several share the rate.
 */
final class RateLimit implements RowMeter {
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final long nanosPerRow;
    private long free = System.nanoTime();
    private long rows;

    RateLimit(int rowsPerSecond) {
        nanosPerRow = TimeUnit.SECONDS.toNanos(1) / rowsPerSecond;
    }

    /** Rows that were let through until now. */
    synchronized long rows() {
        return rows;
    }

    @Override
    public void rowRead() {
        long until = take();
        // Waits of less than the burst are taken together: a sleep for every row would cost more than the row.
        if (until - System.nanoTime() > BURST_NANOS) {
            long left = until - System.nanoTime();
            while (left > 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(this, left);
                left = until - System.nanoTime();
            }
        }
    }

    private synchronized long take() {
        rows++;
        free = Math.max(free, System.nanoTime()) + nanosPerRow;
        return free;
    }
}
