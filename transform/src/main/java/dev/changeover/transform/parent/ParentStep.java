package dev.changeover.transform.parent;

import static java.util.Objects.requireNonNull;

import dev.changeover.transform.message.ChildKey;
import dev.changeover.transform.message.Message;
import dev.changeover.transform.message.ParentChange;
import dev.changeover.transform.message.ParentChange.OwnerKnown;
import dev.changeover.transform.message.RowId;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.task.LiveCounts;
import dev.changeover.transform.task.Outlet;
import dev.changeover.transform.task.TaskCounts;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Takes what step 1 says of parents and their children, and tells the users. */
public final class ParentStep implements Processor<String, ParentChange, String, Message> {
    /** Whom each parent belongs to, as far as that is known. */
    public static final String OWNERS = "owners";
    /** The rows that hang on each parent, whether its user is known or not. */
    public static final String CHILDREN = "children";
    /** Which snapshots the tasks of step 1 have passed, and counts. */
    public static final String PROGRESS = "parent-progress";

    private final int partitions;
    private final LiveCounts liveCounts;
    private @Nullable Task task;

    public ParentStep(int partitions, LiveCounts liveCounts) {
        this.partitions = partitions;
        this.liveCounts = requireNonNull(liveCounts, "liveCounts");
    }

    /** What exists only while the step runs. */
    private record Task(Outlet outlet, TaskCounts counts, Families families, PassedSnapshots passed) {}

    @Override
    public void init(ProcessorContext<String, Message> context) {
        KeyValueStore<RowId, OwnerKnown> owners = context.getStateStore(OWNERS);
        KeyValueStore<ChildKey, RowState> children = context.getStateStore(CHILDREN);
        KeyValueStore<String, Long> progress = context.getStateStore(PROGRESS);
        Outlet outlet = new Outlet(context::forward);
        TaskCounts counts = new TaskCounts(progress, liveCounts);
        PassedSnapshots passed =
                new PassedSnapshots(context.taskId().partition(), partitions, progress, outlet, counts);
        task = new Task(outlet, counts, new Families(owners, children, outlet, counts), passed);
    }

    @Override
    public void process(Record<String, ParentChange> record) {
        Task running = requireNonNull(task, "task");
        running.outlet.at(record.timestamp());
        ParentChange change = record.value();
        if (change instanceof ParentChange.OwnerKnown owner) {
            running.families.ownerKnown(owner);
        } else if (change instanceof ParentChange.ChildArrived child) {
            running.families.childArrived(child);
        } else if (change instanceof ParentChange.ChildLeft child) {
            running.families.childLeft(child);
        } else if (change instanceof ParentChange.SnapshotPassed passed) {
            running.passed.passed(passed);
        } else {
            throw new AssertionError(change);
        }
    }

    @Override
    public void close() {
        if (task != null) {
            task.counts.close();
        }
    }
}
