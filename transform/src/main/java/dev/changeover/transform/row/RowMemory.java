package dev.changeover.transform.row;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.RowChange;
import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.change.SourceRow;
import dev.changeover.transform.message.RowContent;
import dev.changeover.transform.message.RowId;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.task.Count;
import dev.changeover.transform.task.TaskCounts;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Remembers each row of a partition as it was last. The one guard against older changes: a change that is older than what
 * is known has no effect, and neither has the same change once more. Between changes of one version, the order of the
 * partition decides. Confined to the task's thread.
 */
final class RowMemory {
    private final KeyValueStore<RowId, RowState> rows;
    private final RowAnnouncer announcer;
    private final TaskCounts counts;
    private final long maxRowBytes;

    /** @param maxRowBytes of a row's values together: what is larger could not travel on */
    RowMemory(KeyValueStore<RowId, RowState> rows, RowAnnouncer announcer, TaskCounts counts, long maxRowBytes) {
        this.rows = requireNonNull(rows, "rows");
        this.announcer = requireNonNull(announcer, "announcer");
        this.counts = requireNonNull(counts, "counts");
        this.maxRowBytes = maxRowBytes;
    }

    void apply(RowId row, RowChange change) {
        if (change instanceof RowChange.Tombstone) {
            return;
        }
        @Nullable RowState known = rows.get(row);
        if (known != null && isOlder(change, known)) {
            return;
        }
        long revision = known == null ? 1 : known.revision() + 1;
        RowState next = after(change, known, revision);
        if (known != null && next.repeats(known)) {
            return;
        }
        rows.put(row, next);
        count(row, known, -1);
        count(row, next, 1);
        announcer.announce(row, known, next);
    }

    private static boolean isOlder(RowChange change, RowState known) {
        boolean saysHowNew = !(change instanceof RowChange.Unplaced);
        return saysHowNew && change.version().isOlderThan(known.version());
    }

    private RowState after(RowChange change, @Nullable RowState known, long revision) {
        if (change instanceof RowChange.Upsert upsert) {
            return new RowState(upsert.version(), revision, upsert.row().parentId(), contentOf(upsert, known));
        }
        if (change instanceof RowChange.Delete delete) {
            return new RowState(delete.version(), revision, null, new RowContent.Gone());
        }
        if (change instanceof RowChange.Unreadable unreadable) {
            return unreadable(unreadable.version(), revision, known, unreadable.reason());
        }
        if (change instanceof RowChange.Unplaced unplaced) {
            RowVersion version =
                    known == null ? unplaced.version() : known.version().newerOf(unplaced.version());
            return unreadable(version, revision, known, unplaced.reason());
        }
        throw new AssertionError(change);
    }

    /** The row stays where it was, as far as that is known. */
    private static RowState unreadable(RowVersion version, long revision, @Nullable RowState known, String reason) {
        Long parent = known == null ? null : known.parentId();
        return new RowState(version, revision, parent, new RowContent.Unreadable(reason));
    }

    private RowContent contentOf(RowChange.Upsert upsert, @Nullable RowState known) {
        SourceRow row = upsert.row();
        if (upsert.unchanged().isEmpty()) {
            return new RowContent.Values(row.values());
        }
        if (known == null || !(known.content() instanceof RowContent.Values before)) {
            return new RowContent.Unreadable("V1 left out a value that did not change, and no earlier one is known");
        }
        List<@Nullable String> values = new ArrayList<>(row.values());
        for (int place : upsert.unchanged()) {
            values.set(place, before.values().get(place));
        }
        return bytesOf(values) > maxRowBytes
                ? new RowContent.Unreadable("its values together are more than " + maxRowBytes + " bytes")
                : new RowContent.Values(values);
    }

    private static long bytesOf(List<@Nullable String> values) {
        long bytes = 0;
        for (String value : values) {
            bytes += value == null ? 0 : Utils.utf8Length(value);
        }
        return bytes;
    }

    private void count(RowId row, @Nullable RowState state, long delta) {
        if (state == null || state.isGone() || state.parentId() != null || row.isUser() || row.isDrill()) {
            return;
        }
        boolean readable = state.content() instanceof RowContent.Values;
        counts.add(readable ? Count.ORPHANS : Count.UNREADABLE_WITHOUT_PARENT, delta);
    }
}
