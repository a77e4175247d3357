package dev.changeover.local.fault.clock;

import java.util.concurrent.locks.LockSupport;

/**
 * What a process with a shifted clock calls instead of the methods of the same names. Its own calls go to the real ones.
 * Safe for any thread.
 */
public final class ShiftedTime {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static volatile long shiftMillis;

    private ShiftedTime() {}

    static void shiftBy(long millis) {
        shiftMillis = millis;
    }

    public static long currentTimeMillis() {
        return System.currentTimeMillis() + shiftMillis;
    }

    /**
     * What {@code java.time} reads, to the millisecond.
     *
     * @param offsetSeconds since the epoch
     * @return nanoseconds since then
     */
    public static long getNanoTimeAdjustment(long offsetSeconds) {
        return (currentTimeMillis() - offsetSeconds * MILLIS_PER_SECOND) * NANOS_PER_MILLI;
    }

    /** Waits until a time of the shifted clock, which the system does not know. */
    public static void parkUntil(long deadline) {
        LockSupport.parkUntil(deadline - shiftMillis);
    }

    /** As {@link #parkUntil(long)}, with the object that the thread waits for. */
    public static void parkUntil(Object blocker, long deadline) {
        LockSupport.parkUntil(blocker, deadline - shiftMillis);
    }
}
