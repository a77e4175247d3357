package dev.changeover.transform.user;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.DrillCatalogueCodec;
import dev.changeover.contract.document.RebuildMark;
import dev.changeover.contract.document.ReplayRequest;
import dev.changeover.transform.message.Message;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserChange;
import dev.changeover.transform.message.UserRowKey;
import dev.changeover.transform.task.Outlet;
import dev.changeover.transform.task.StrangeRecord;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the target's drill catalogue, and has users assembled again when it changed or when somebody asks for it. */
public final class CatalogueStep implements Processor<String, byte[], String, Message> {
    private final int partitions;
    private @Nullable Task task;

    public CatalogueStep(int partitions) {
        this.partitions = partitions;
    }

    /** What exists only while the step runs. */
    private record Task(
            ProcessorContext<String, Message> context,
            Outlet outlet,
            KeyValueStore<String, byte[]> catalogue,
            KeyValueStore<UserRowKey, RowState> rows,
            KeyValueStore<Long, byte[]> fingerprints,
            Hold hold,
            Releases releases) {}

    @Override
    public void init(ProcessorContext<String, Message> context) {
        KeyValueStore<String, byte[]> catalogue = context.getStateStore(UserStores.CATALOGUE);
        KeyValueStore<String, Long> progress = context.getStateStore(UserStores.PROGRESS);
        KeyValueStore<UserRowKey, RowState> rows = context.getStateStore(UserStores.ROWS);
        KeyValueStore<Long, byte[]> fingerprints = context.getStateStore(UserStores.DOCUMENTS);
        Releases releases = new Releases(context.taskId().partition(), progress);
        Hold hold = new Hold(partitions, progress, catalogue);
        task = new Task(context, new Outlet(context::forward), catalogue, rows, fingerprints, hold, releases);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Task running = requireNonNull(task, "task");
        running.outlet.at(record.timestamp());
        if (ReplayRequest.KEY.equals(record.key())) {
            replay(running, record.value());
            return;
        }
        if (RebuildMark.KEY.equals(record.key())) {
            rebuild(running, record.value());
            return;
        }
        if (Arrays.equals(running.catalogue.get(Hold.CATALOGUE_KEY), record.value())) {
            return; // published again, unchanged
        }
        understood(running.context, record.value(), DrillCatalogueCodec::decode);
        running.catalogue.put(Hold.CATALOGUE_KEY, record.value());
        if (!running.hold.holds()) {
            running.releases.ask().ifPresent(running.outlet::toSelf);
        }
    }

    /**
     * While documents wait there is nothing to assemble: their release assembles everybody. A user that is named gets its document also
     * when that says the same as the last: the sink may have left that one alone, since the user was undone.
     */
    private static void replay(Task running, byte @Nullable [] value) {
        ReplayRequest request = understood(running.context, value, ReplayRequest::decode);
        boolean holds = running.hold.holds();
        if (request.users().isEmpty() && !holds) {
            running.releases.ask().ifPresent(running.outlet::toSelf);
        }
        for (long user : request.users().orElse(List.of())) {
            if (isHere(running, user)) {
                running.fingerprints.delete(user);
                if (!holds) {
                    running.outlet.toUser(user, new UserChange.Assemble());
                }
            }
        }
    }

    /** What waited for the rebuild is found again by a look through all users. */
    private static void rebuild(Task running, byte @Nullable [] value) {
        if (understood(running.context, value, RebuildMark::decode) == RebuildMark.BEGUN) {
            running.catalogue.put(Hold.REBUILD_KEY, value);
        } else if (running.catalogue.delete(Hold.REBUILD_KEY) != null && !running.hold.holds()) {
            running.releases.ask().ifPresent(running.outlet::toSelf);
        }
    }

    /** Every partition gets the request, and one of them has the user. */
    private static boolean isHere(Task running, long user) {
        try (var rows = running.rows.range(UserRowKey.firstOf(user), UserRowKey.lastOf(user))) {
            return rows.hasNext();
        }
    }

    /** Before it is kept: a catalogue that cannot be read would stop every later assembly. */
    private static <T> T understood(
            ProcessorContext<String, Message> context, byte @Nullable [] value, Function<byte[], T> decoder) {
        try {
            if (value == null) {
                throw new IllegalArgumentException("the record has no value");
            }
            return decoder.apply(value);
        } catch (IllegalArgumentException e) {
            throw StrangeRecord.stops(
                    context.applicationId(), context.recordMetadata().orElseThrow(), e);
        }
    }
}
