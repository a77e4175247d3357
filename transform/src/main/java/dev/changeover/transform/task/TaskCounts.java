package dev.changeover.transform.task;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one task. They are kept in the task's store, and so survive a restart and are undone with an aborted
 * commit. Written by the task's thread, read by any.
 */
public final class TaskCounts implements AutoCloseable {
    private final KeyValueStore<String, Long> store;
    private final LiveCounts live;
    private final Map<Count, String> keys = new EnumMap<>(Count.class);
    private final Map<Count, Long> values = new ConcurrentHashMap<>();
    private volatile @Nullable String holdReason;

    public TaskCounts(KeyValueStore<String, Long> store, LiveCounts live) {
        this.store = requireNonNull(store, "store");
        this.live = requireNonNull(live, "live");
        for (Count count : Count.values()) {
            String key = "count/" + count.name();
            keys.put(count, key);
            Long kept = store.get(key);
            values.put(count, kept == null ? 0 : kept);
        }
        live.add(this);
    }

    public void add(Count count, long delta) {
        if (delta != 0) {
            long next = get(count) + delta;
            values.put(count, next);
            store.put(keys.get(count), next);
        }
    }

    public long get(Count count) {
        return values.getOrDefault(count, 0L);
    }

    /** Says why this task holds its documents back; null when it does not. */
    public void holds(@Nullable String reason) {
        holdReason = reason;
    }

    @Nullable
    String holdReason() {
        return holdReason;
    }

    @Override
    public void close() {
        live.remove(this);
    }
}
