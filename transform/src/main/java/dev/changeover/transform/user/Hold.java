package dev.changeover.transform.user;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.RebuildMark;
import dev.changeover.transform.message.UserChange.SnapshotPassed;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Whether documents wait: until every task of steps 1 and 2 has passed the snapshot of the newest generation that was seen
 * in any message, a drill catalogue is known, and no rebuild from the topics is under way. All that it knows is in the stores, which several processors share.
 */
final class Hold {
    static final String CATALOGUE_KEY = DrillCatalogue.KEY;
    static final String REBUILD_KEY = RebuildMark.KEY;

    static final String SEEN = "seen";
    static final String PASSED_BY_ALL = "passed";
    private static final String PASSED = "passed/";

    private final int partitions;
    private final KeyValueStore<String, Long> progress;
    private final KeyValueStore<String, byte[]> catalogue;

    Hold(int partitions, KeyValueStore<String, Long> progress, KeyValueStore<String, byte[]> catalogue) {
        this.partitions = partitions;
        this.progress = requireNonNull(progress, "progress");
        this.catalogue = requireNonNull(catalogue, "catalogue");
    }

    /** Something of this generation arrived. */
    void seen(int generation) {
        if (generation > valueOf(SEEN)) {
            progress.put(SEEN, (long) generation);
        }
    }

    void passed(SnapshotPassed passed) {
        seen(passed.generation());
        String key = keyOf(passed.step(), passed.partition());
        progress.put(key, Math.max(valueOf(key), passed.generation()));
        long byAll = Long.MAX_VALUE;
        for (int partition = 0; partition < partitions; partition++) {
            byAll = Math.min(byAll, Math.min(valueOf(keyOf(1, partition)), valueOf(keyOf(2, partition))));
        }
        progress.put(PASSED_BY_ALL, byAll);
    }

    boolean holds() {
        return reason() != null;
    }

    /** Why documents wait; null when they do not. */
    @Nullable
    String reason() {
        long seen = valueOf(SEEN);
        if (valueOf(PASSED_BY_ALL) < seen) {
            return "the snapshot of generation " + seen + " is not complete yet";
        }
        if (catalogue.get(CATALOGUE_KEY) == null) {
            return "the target's drill catalogue is not known yet";
        }
        if (catalogue.get(REBUILD_KEY) != null) {
            return "a replay --from-topics has begun and not ended (if none runs, run it again)";
        }
        return null;
    }

    private static String keyOf(int step, int partition) {
        return PASSED + step + "/" + partition;
    }

    private long valueOf(String key) {
        Long value = progress.get(key);
        return value == null ? 0 : value;
    }
}
