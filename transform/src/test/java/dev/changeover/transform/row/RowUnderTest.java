package dev.changeover.transform.row;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.transform.message.RowContent;
import dev.changeover.transform.message.RowId;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.task.LiveCounts;
import dev.changeover.transform.task.Outlet;
import dev.changeover.transform.task.TaskCounts;
import java.util.List;
import java.util.Properties;
import java.util.function.BiPredicate;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** The memory of one row: the transform's own, or the same with another guard, to see that a wrong one is found. */
final class RowUnderTest {
    private static final MockProcessorContext<String, String> CONTEXT = new MockProcessorContext<>(new Properties());
    private static final RowId ROW = RowId.of(MigrationPlan.table("saved_filters"), RowHistory.ROW);

    private final KeyValueStore<RowId, RowState> rows = store("rows", RowId.SERDE, RowState.SERDE);
    private final RowMemory memory;
    private final @Nullable BiPredicate<RowVersion, RowVersion> otherGuard;

    private RowUnderTest(@Nullable BiPredicate<RowVersion, RowVersion> otherGuard, long maxRowBytes) {
        this.otherGuard = otherGuard;
        this.memory = new RowMemory(
                rows,
                new RowAnnouncer(new Outlet(message -> {})),
                new TaskCounts(store("progress", Serdes.String(), Serdes.Long()), new LiveCounts()),
                maxRowBytes);
    }

    static RowUnderTest withAtMost(long bytes) {
        return new RowUnderTest(null, bytes);
    }

    static RowUnderTest ofTheTransform() {
        return new RowUnderTest(null, Long.MAX_VALUE);
    }

    static RowUnderTest guardedBy(BiPredicate<RowVersion, RowVersion> isOlder) {
        return new RowUnderTest(isOlder, Long.MAX_VALUE);
    }

    void take(RowHistory.Said said) {
        RowState known = rows.get(ROW);
        if (otherGuard == null) {
            memory.apply(ROW, said.change());
        } else if (known == null || !otherGuard.test(said.change().version(), known.version())) {
            forgetHowNew(known);
            memory.apply(ROW, said.change());
        }
    }

    String value() {
        RowState known = rows.get(ROW);
        if (known == null) {
            return "nothing/nothing";
        }
        if (known.content() instanceof RowContent.Values content) {
            List<@Nullable String> values = content.values();
            return values.get(0) + "/" + values.get(1);
        }
        return known.isGone() ? RowHistory.gone(known.version()) : "unreadable/unreadable";
    }

    /** So that the memory's own guard lets everything pass. */
    private void forgetHowNew(@Nullable RowState known) {
        if (known != null) {
            RowVersion oldest = new RowVersion(0, false, 0);
            rows.put(ROW, new RowState(oldest, known.revision(), known.parentId(), known.content()));
        }
    }

    private static <K, V> KeyValueStore<K, V> store(String name, Serde<K> key, Serde<V> value) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), key, value)
                .withLoggingDisabled()
                .build();
        store.init(CONTEXT.getStateStoreContext(), store);
        return store;
    }
}
