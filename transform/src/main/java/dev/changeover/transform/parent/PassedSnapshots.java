package dev.changeover.transform.parent;

import static java.util.Objects.requireNonNull;

import dev.changeover.transform.message.ParentChange;
import dev.changeover.transform.message.UserChange;
import dev.changeover.transform.task.Outlet;
import org.apache.kafka.streams.state.KeyValueStore;

/** Says that a snapshot is passed here too, once every task of step 1 has said so. */
final class PassedSnapshots {
    private static final String SAID = "said";
    private static final String PASSED = "passed/";

    private final int partition;
    private final int partitions;
    private final KeyValueStore<String, Long> progress;
    private final Outlet outlet;

    PassedSnapshots(int partition, int partitions, KeyValueStore<String, Long> progress, Outlet outlet) {
        this.partition = partition;
        this.partitions = partitions;
        this.progress = requireNonNull(progress, "progress");
        this.outlet = requireNonNull(outlet, "outlet");
    }

    void passed(ParentChange.SnapshotPassed passed) {
        String key = PASSED + passed.partition();
        progress.put(key, Math.max(valueOf(key), passed.generation()));
        long byAll = Long.MAX_VALUE;
        for (int each = 0; each < partitions; each++) {
            byAll = Math.min(byAll, valueOf(PASSED + each));
        }
        if (byAll > valueOf(SAID)) {
            progress.put(SAID, byAll);
            outlet.toEveryUserPartition(new UserChange.SnapshotPassed(2, partition, Math.toIntExact(byAll)));
        }
    }

    private long valueOf(String key) {
        Long value = progress.get(key);
        return value == null ? 0 : value;
    }
}
