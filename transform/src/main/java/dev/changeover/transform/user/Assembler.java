package dev.changeover.transform.user;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.DrillCatalogueCodec;
import dev.changeover.contract.rules.UserRewriter;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserChange.DrillTitle;
import dev.changeover.transform.message.UserRowKey;
import dev.changeover.transform.message.WaitingKey;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Writes the documents of users that changed since the last commit, each once. A document that says the same as the user's
 * last one, the catalogue's version apart, is not written again.
 */
public final class Assembler implements Processor<String, Integer, String, byte[]> {
    private final int partitions;
    private final long maxDocumentBytes;
    private @Nullable Task task;
    private byte @Nullable [] knownCatalogue;
    private @Nullable UserRewriter rewriter;

    /** @param maxDocumentBytes a larger document is replaced by one that says so */
    public Assembler(int partitions, long maxDocumentBytes) {
        this.partitions = partitions;
        this.maxDocumentBytes = maxDocumentBytes;
    }

    /** What exists only while the step runs. */
    private record Task(
            ProcessorContext<String, byte[]> context,
            Assembly assembly,
            DrillTitleStore titles,
            KeyValueStore<String, byte[]> catalogue,
            KeyValueStore<Long, byte[]> fingerprints,
            Hold hold) {}

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        KeyValueStore<UserRowKey, RowState> rows = context.getStateStore(UserStores.ROWS);
        KeyValueStore<Long, DrillTitle> titles = context.getStateStore(UserStores.TITLES);
        KeyValueStore<WaitingKey, Boolean> waiting = context.getStateStore(UserStores.WAITING);
        KeyValueStore<String, byte[]> catalogue = context.getStateStore(UserStores.CATALOGUE);
        KeyValueStore<String, Long> progress = context.getStateStore(UserStores.PROGRESS);
        KeyValueStore<Long, byte[]> fingerprints = context.getStateStore(UserStores.DOCUMENTS);
        task = new Task(
                context,
                new Assembly(rows, maxDocumentBytes),
                new DrillTitleStore(titles, waiting),
                catalogue,
                fingerprints,
                new Hold(partitions, progress, catalogue));
    }

    @Override
    public void process(Record<String, Integer> dirty) {
        Task running = requireNonNull(task, "task");
        if (running.hold.holds()) {
            return; // a snapshot began within this commit; its end releases every user
        }
        long user = Long.parseLong(dirty.key());
        running.assembly
                .of(user, rewriter(running), running.titles.askedFor(user))
                .ifPresent(assembled -> write(running, assembled, dirty));
    }

    private static void write(Task running, Assembly.Assembled assembled, Record<String, Integer> dirty) {
        long user = assembled.document().userId();
        if (!Arrays.equals(running.fingerprints.get(user), assembled.fingerprint())) {
            running.fingerprints.put(user, assembled.fingerprint());
            running.context.forward(dirty.withValue(assembled.bytes()));
        }
    }

    private UserRewriter rewriter(Task running) {
        byte[] published = running.catalogue.get(Hold.CATALOGUE_KEY);
        if (rewriter == null || !Arrays.equals(published, knownCatalogue)) {
            knownCatalogue = published;
            rewriter = new UserRewriter(DrillCatalogueCodec.decode(published));
        }
        return rewriter;
    }
}
