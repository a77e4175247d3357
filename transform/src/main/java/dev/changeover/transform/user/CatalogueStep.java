package dev.changeover.transform.user;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.DrillCatalogueCodec;
import dev.changeover.transform.message.Message;
import dev.changeover.transform.task.Outlet;
import dev.changeover.transform.task.StrangeRecord;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the target's drill catalogue, and has all users assembled again when it changed. */
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
            Hold hold,
            Releases releases) {}

    @Override
    public void init(ProcessorContext<String, Message> context) {
        KeyValueStore<String, byte[]> catalogue = context.getStateStore(UserStores.CATALOGUE);
        KeyValueStore<String, Long> progress = context.getStateStore(UserStores.PROGRESS);
        Releases releases = new Releases(context.taskId().partition(), progress);
        Hold hold = new Hold(partitions, progress, catalogue);
        task = new Task(context, new Outlet(context::forward), catalogue, hold, releases);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Task running = requireNonNull(task, "task");
        running.outlet.at(record.timestamp());
        if (Arrays.equals(running.catalogue.get(Hold.CATALOGUE_KEY), record.value())) {
            return; // published again, unchanged
        }
        requireReadable(running.context, record.value());
        running.catalogue.put(Hold.CATALOGUE_KEY, record.value());
        if (!running.hold.holds()) {
            running.releases.ask().ifPresent(running.outlet::toSelf);
        }
    }

    /** Before it is kept: a catalogue that cannot be read would stop every later assembly. */
    private static void requireReadable(ProcessorContext<String, Message> context, byte @Nullable [] catalogue) {
        try {
            if (catalogue == null) {
                throw new IllegalArgumentException("the record has no value");
            }
            DrillCatalogueCodec.decode(catalogue);
        } catch (IllegalArgumentException e) {
            throw StrangeRecord.stops(
                    context.applicationId(), context.recordMetadata().orElseThrow(), e);
        }
    }
}
