package dev.changeover.transform.row;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.change.SnapshotEventCodec;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.transform.message.ParentChange;
import dev.changeover.transform.message.SweepPiece;
import dev.changeover.transform.message.UserChange;
import dev.changeover.transform.task.Outlet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Knows when this task has passed the end of a generation's snapshot in its partition of every table topic. The control
 * topic and the table topics are read in no fixed order, so it looks whenever one of them has moved. What it knows is kept
 * in stores: a partition without another record would otherwise never be passed after a restart.
 */
final class SnapshotWatch {
    /** The last generation of which this task has said that its snapshot is passed, or has begun to sweep for. */
    private static final String PASSED = "passed";

    private static final String ENDED = "ended";
    private static final String POSITION = "position/";

    private final int partition;
    private final KeyValueStore<String, Long> progress;
    private final KeyValueStore<String, byte[]> snapshots;
    private final Outlet outlet;
    private final Map<String, Long> positions = new HashMap<>();
    private SnapshotEvent.@Nullable Ended awaited;

    SnapshotWatch(
            int partition,
            StartOffsets startOffsets,
            KeyValueStore<String, Long> progress,
            KeyValueStore<String, byte[]> snapshots,
            Outlet outlet) {
        this.partition = partition;
        this.progress = requireNonNull(progress, "progress");
        this.snapshots = requireNonNull(snapshots, "snapshots");
        this.outlet = requireNonNull(outlet, "outlet");
        for (String table : MigrationPlan.capturedTables()) {
            // A record that was passed over on purpose, as the last of its partition, is followed by none that would
            // tell.
            long start = startOffsets.of(SourceTopics.ofTable(table), partition);
            positions.put(table, Math.max(start, valueOf(POSITION + table)));
        }
        byte[] ended = snapshots.get(ENDED);
        if (ended != null && SnapshotEventCodec.decode(ended) instanceof SnapshotEvent.Ended event) {
            await(event);
        }
    }

    /** Capture said something about a snapshot. */
    void told(SnapshotEvent event) {
        if (event instanceof SnapshotEvent.Started) {
            outlet.toEveryUserPartition(new UserChange.SnapshotStarted(event.generation()));
        } else if (event instanceof SnapshotEvent.Ended ended) {
            snapshots.put(ENDED, SnapshotEventCodec.encode(ended));
            await(ended);
            look();
        } else {
            throw new AssertionError(event);
        }
    }

    /** A record of a table topic was taken. */
    void passed(String table, long offset) {
        positions.put(table, offset + 1);
        progress.put(POSITION + table, offset + 1);
        if (awaited != null) {
            look();
        }
    }

    private void await(SnapshotEvent.Ended ended) {
        if (ended.generation() > valueOf(PASSED)) {
            awaited = ended;
        }
    }

    private void look() {
        if (awaited == null || !hasPassed(awaited)) {
            return;
        }
        int generation = awaited.generation();
        awaited = null;
        progress.put(PASSED, (long) generation);
        if (generation > 1) { // a first snapshot has nothing before it that could be gone
            outlet.toSelf(new SweepPiece(partition, generation, Sweep.START));
        } else {
            say(outlet, partition, generation);
        }
    }

    private boolean hasPassed(SnapshotEvent.Ended ended) {
        return positions.entrySet().stream().allMatch(each -> {
            List<Long> ends = ended.ends().getOrDefault(each.getKey(), List.of());
            return ends.size() <= partition || each.getValue() >= ends.get(partition);
        });
    }

    private long valueOf(String key) {
        Long value = progress.get(key);
        return value == null ? 0 : value;
    }

    /** Says to all tasks of steps 2 and 3 that nothing of the generation's snapshot comes from here any more. */
    static void say(Outlet outlet, int partition, int generation) {
        outlet.toEveryParentPartition(new ParentChange.SnapshotPassed(partition, generation));
        outlet.toEveryUserPartition(new UserChange.SnapshotPassed(1, partition, generation));
    }
}
