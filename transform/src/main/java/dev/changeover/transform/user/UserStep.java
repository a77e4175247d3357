package dev.changeover.transform.user;

import static java.util.Objects.requireNonNull;

import dev.changeover.transform.message.Dirty;
import dev.changeover.transform.message.Message;
import dev.changeover.transform.message.ReleasePiece;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserChange;
import dev.changeover.transform.message.UserChange.DrillTitle;
import dev.changeover.transform.message.UserRowKey;
import dev.changeover.transform.message.WaitingKey;
import dev.changeover.transform.task.LiveCounts;
import dev.changeover.transform.task.TaskCounts;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Takes what steps 1 and 2 say of users, and answers who is to be assembled. */
public final class UserStep implements FixedKeyProcessor<String, UserChange, Message> {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final int partitions;
    private final LiveCounts liveCounts;
    private @Nullable Task task;

    public UserStep(int partitions, LiveCounts liveCounts) {
        this.partitions = partitions;
        this.liveCounts = requireNonNull(liveCounts, "liveCounts");
    }

    /** What exists only while the step runs. */
    private record Task(
            FixedKeyProcessorContext<String, Message> context,
            TaskCounts counts,
            RowsByUser rows,
            DrillTitleStore titles,
            Hold hold,
            Releases releases) {}

    @Override
    public void init(FixedKeyProcessorContext<String, Message> context) {
        KeyValueStore<UserRowKey, RowState> rows = context.getStateStore(UserStores.ROWS);
        KeyValueStore<Long, DrillTitle> titles = context.getStateStore(UserStores.TITLES);
        KeyValueStore<WaitingKey, Boolean> waiting = context.getStateStore(UserStores.WAITING);
        KeyValueStore<String, byte[]> catalogue = context.getStateStore(UserStores.CATALOGUE);
        KeyValueStore<String, Long> progress = context.getStateStore(UserStores.PROGRESS);
        TaskCounts counts = new TaskCounts(progress, liveCounts);
        Hold hold = new Hold(partitions, progress, catalogue);
        Releases releases = new Releases(context.taskId().partition(), progress);
        DrillTitleStore drillTitles = new DrillTitleStore(titles, waiting);
        task = new Task(context, counts, new RowsByUser(rows, counts), drillTitles, hold, releases);
        counts.holds(hold.reason());
        // The catalogue's step changes it too, and of a partition without users nothing comes here afterwards.
        context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, now -> counts.holds(hold.reason()));
    }

    @Override
    public void process(FixedKeyRecord<String, UserChange> record) {
        Task running = requireNonNull(task, "task");
        UserChange change = record.value();
        if (change instanceof UserChange.RowArrived arrived) {
            running.hold.seen(arrived.state().place().newest().generation());
            assemble(record, running.rows.arrived(Long.parseLong(record.key()), arrived));
        } else if (change instanceof UserChange.RowLeft left) {
            running.hold.seen(left.leaving().version().generation());
            assemble(record, running.rows.left(Long.parseLong(record.key()), left.leaving()));
        } else if (change instanceof UserChange.Assemble) {
            assemble(record, true);
        } else if (change instanceof UserChange.SnapshotStarted started) {
            running.hold.seen(started.generation());
        } else if (change instanceof UserChange.SnapshotPassed passed) {
            passed(record, passed);
        } else if (change instanceof UserChange.DrillTitle title) {
            titled(record, title);
        } else {
            throw new AssertionError(change);
        }
        running.counts.holds(running.hold.reason());
    }

    @Override
    public void close() {
        if (task != null) {
            task.counts.close();
        }
    }

    private void assemble(FixedKeyRecord<String, UserChange> record, boolean changed) {
        Task running = requireNonNull(task, "task");
        if (changed && !running.hold.holds()) { // what waits is found again when all users are released
            running.context.forward(record.withValue(new Dirty()));
        }
    }

    private void passed(FixedKeyRecord<String, UserChange> record, UserChange.SnapshotPassed passed) {
        Task running = requireNonNull(task, "task");
        boolean held = running.hold.holds();
        running.hold.passed(passed);
        if (held && !running.hold.holds()) {
            running.releases.ask().ifPresent(piece -> running.context.forward(record.withValue(piece)));
        }
    }

    private void titled(FixedKeyRecord<String, UserChange> record, DrillTitle title) {
        Task running = requireNonNull(task, "task");
        @Nullable DrillTitle before = running.titles.learn(title);
        if (title.equals(before) || running.hold.holds()) {
            return;
        }
        if (before != null) { // renamed: any user may have rows with it
            running.releases.ask().ifPresent(piece -> running.context.forward(record.withValue(piece)));
        } else if (running.titles.isWaitedFor(title.drill())) {
            int partition = running.context.taskId().partition();
            running.context.forward(record.withValue(ReleasePiece.ofWaitingFor(partition, title.drill())));
        }
    }
}
