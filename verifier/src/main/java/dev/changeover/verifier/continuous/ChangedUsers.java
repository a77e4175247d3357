package dev.changeover.verifier.continuous;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Users of whom a document was written that nobody has looked at since: filled by the thread that reads the documents,
 * emptied by the one that looks. Holds a constant; whoever fills it has to wait while there is no room. Safe for any
 * thread.
 */
final class ChangedUsers {
    private static final int MOST = 10_000;

    private final Map<Long, Waiting> users = new LinkedHashMap<>();

    /**
     * Documents of one user.
     *
     * @param first the offset after which the ledger has not come since {@code sinceNanos}
     * @param newest the offset of the newest document
     */
    record Waiting(long userId, int partition, long first, long newest, long sinceNanos) {
        Waiting upTo(long offset) {
            return new Waiting(userId, partition, first, offset, sinceNanos);
        }
    }

    /** Users with a document that the sink should have applied by now. */
    record Unapplied(long users, Duration oldest) {}

    synchronized boolean hasRoom(int more) {
        return users.size() + more <= MOST;
    }

    synchronized void add(long userId, int partition, long offset, long nowNanos) {
        Waiting before = users.get(userId);
        Waiting first = new Waiting(userId, partition, offset, offset, nowNanos);
        users.put(userId, before == null || before.partition() != partition ? first : before.upTo(offset));
    }

    synchronized boolean isEmpty() {
        return users.isEmpty();
    }

    /** All of them, the longest waiting first. */
    synchronized List<Waiting> waiting() {
        return new ArrayList<>(users.values());
    }

    /** The ledger has come to this offset for the user. It waits on if a newer document was written meanwhile. */
    synchronized void applied(long userId, long offset, long nowNanos) {
        Waiting waiting = users.get(userId);
        if (waiting != null && offset >= waiting.newest()) {
            users.remove(userId);
        } else if (waiting != null && offset >= waiting.first()) {
            users.put(userId, new Waiting(userId, waiting.partition(), waiting.newest(), waiting.newest(), nowNanos));
        }
    }

    synchronized Unapplied unappliedFor(Duration longerThan, long nowNanos) {
        long overdue = 0;
        long oldest = 0;
        for (Waiting each : users.values()) {
            long age = nowNanos - each.sinceNanos();
            overdue += age > longerThan.toNanos() ? 1 : 0;
            oldest = Math.max(oldest, age);
        }
        return new Unapplied(overdue, Duration.ofNanos(overdue == 0 ? 0 : oldest));
    }
}
