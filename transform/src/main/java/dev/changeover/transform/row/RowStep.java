package dev.changeover.transform.row;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.RowChange;
import dev.changeover.contract.change.SnapshotEventCodec;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.transform.message.Message;
import dev.changeover.transform.message.RowId;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.SweepPiece;
import dev.changeover.transform.task.LiveCounts;
import dev.changeover.transform.task.Outlet;
import dev.changeover.transform.task.StrangeRecord;
import dev.changeover.transform.task.TaskCounts;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Takes what one partition of the table topics, of the control topic and of the sweep topic says. */
public final class RowStep implements Processor<byte[], byte[], String, Message> {
    /** Every row ever seen, deleted ones too. */
    public static final String ROWS = "rows";
    /** How far the partitions were read, and counts. */
    public static final String PROGRESS = "row-progress";
    /** The last snapshot end that was announced. */
    public static final String SNAPSHOTS = "row-snapshots";

    /** A megabyte is left for what travels with the values. */
    private static final long MAX_ROW_BYTES = TopicPlan.MAX_RECORD_BYTES - (1 << 20);

    private final TargetTopics topics;
    private final StartOffsets startOffsets;
    private final LiveCounts liveCounts;
    private final Map<String, TableSource> sources = TableSource.byTopic();

    private @Nullable Task task;

    public RowStep(TargetTopics topics, StartOffsets startOffsets, LiveCounts liveCounts) {
        this.startOffsets = requireNonNull(startOffsets, "startOffsets");
        this.topics = requireNonNull(topics, "topics");
        this.liveCounts = requireNonNull(liveCounts, "liveCounts");
    }

    /** What exists only while the step runs. */
    private record Task(
            ProcessorContext<String, Message> context,
            Outlet outlet,
            TaskCounts counts,
            RowMemory memory,
            SnapshotWatch watch,
            Sweep sweep) {}

    @Override
    public void init(ProcessorContext<String, Message> context) {
        KeyValueStore<RowId, RowState> rows = context.getStateStore(ROWS);
        KeyValueStore<String, Long> progress = context.getStateStore(PROGRESS);
        KeyValueStore<String, byte[]> snapshots = context.getStateStore(SNAPSHOTS);
        int partition = context.taskId().partition();
        Outlet outlet = new Outlet(context::forward);
        TaskCounts counts = new TaskCounts(progress, liveCounts);
        RowMemory memory = new RowMemory(rows, new RowAnnouncer(outlet), counts, MAX_ROW_BYTES);
        Sweep sweep = new Sweep(rows, memory, outlet);
        SnapshotWatch watch = new SnapshotWatch(partition, startOffsets, progress, snapshots, outlet);
        task = new Task(context, outlet, counts, memory, watch, sweep);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Task running = requireNonNull(task, "task");
        RecordMetadata from = running.context.recordMetadata().orElseThrow();
        running.outlet.at(record.timestamp());
        try {
            take(running, record, from);
        } catch (IllegalArgumentException e) {
            throw StrangeRecord.stops(running.context.applicationId(), from, e);
        }
    }

    private void take(Task running, Record<byte[], byte[]> record, RecordMetadata from) {
        TableSource source = sources.get(from.topic());
        if (source != null) {
            RowChange change = source.change(record);
            running.memory.apply(new RowId(source.number(), change.id()), change);
            running.watch.passed(source.table(), from.offset());
        } else if (from.topic().equals(SourceTopics.CONTROL)) {
            running.watch.told(SnapshotEventCodec.decode(record.value()));
        } else if (from.topic().equals(topics.sweep())) {
            running.sweep.run(SweepPiece.SERDE.deserializer().deserialize(from.topic(), record.value()));
        } else {
            throw new AssertionError(from.topic());
        }
    }

    @Override
    public void close() {
        if (task != null) {
            task.counts.close();
        }
    }
}
