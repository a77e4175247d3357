package dev.changeover.transform.parent;

import static java.util.Objects.requireNonNull;

import dev.changeover.transform.message.ParentChange;
import dev.changeover.transform.message.UserChange;
import dev.changeover.transform.task.Count;
import dev.changeover.transform.task.Outlet;
import dev.changeover.transform.task.TaskCounts;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that a snapshot is passed here too, once every task of step 1 has said so. */
final class PassedSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(PassedSnapshots.class);
    private static final String SAID = "said";
    private static final String PASSED = "passed/";

    private final int partition;
    private final int partitions;
    private final KeyValueStore<String, Long> progress;
    private final Outlet outlet;
    private final TaskCounts counts;

    PassedSnapshots(
            int partition, int partitions, KeyValueStore<String, Long> progress, Outlet outlet, TaskCounts counts) {
        this.partition = partition;
        this.partitions = partitions;
        this.progress = requireNonNull(progress, "progress");
        this.outlet = requireNonNull(outlet, "outlet");
        this.counts = requireNonNull(counts, "counts");
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
            report(byAll);
        }
    }

    /** All parents of the snapshot have come: who still waits may wait for ever. */
    private void report(long generation) {
        long waiting = counts.get(Count.CHILDREN_WAITING);
        if (waiting > 0) {
            LOG.atWarn()
                    .addKeyValue("rows", waiting)
                    .addKeyValue("generation", generation)
                    .addKeyValue("partition", partition)
                    .log("rows hang on a group or session that the snapshot does not have, or that belongs to nobody");
        }
    }

    private long valueOf(String key) {
        Long value = progress.get(key);
        return value == null ? 0 : value;
    }
}
