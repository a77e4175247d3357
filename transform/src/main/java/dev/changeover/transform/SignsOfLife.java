package dev.changeover.transform;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers when the transform last did what a working one does all the time: each of its threads is a member of the group, and says so every
 * few seconds; and all tasks are ready, or are being restored. Times are nanoseconds of one steady clock. Confined to one thread.
 */
final class SignsOfLife {
    private final long start;
    private final Map<String, Beat> beats = new HashMap<>();
    private long readyAt;
    private long restored;

    private record Beat(double count, long at) {}

    SignsOfLife(long now) {
        start = now;
        readyAt = now;
    }

    /**
     * Takes a look.
     *
     * @param heartbeats how many the group has answered, of each thread
     * @param ready whether every task that this instance has runs
     * @param restored how many records have been read to restore tasks
     */
    void note(long now, Map<String, Double> heartbeats, boolean ready, long restored) {
        beats.keySet().retainAll(heartbeats.keySet());
        heartbeats.forEach((thread, count) -> {
            Beat last = beats.get(thread);
            if (last == null || last.count != count) {
                beats.put(thread, new Beat(count, now));
            }
        });
        if (ready || restored != this.restored) {
            readyAt = now;
        }
        this.restored = restored;
    }

    /** How long any of the threads has been no member of the group. */
    Duration outside(long now) {
        return Duration.ofNanos(
                now - beats.values().stream().mapToLong(Beat::at).min().orElse(start));
    }

    /** How long tasks have been neither ready nor restored. */
    Duration unready(long now) {
        return Duration.ofNanos(now - readyAt);
    }
}
