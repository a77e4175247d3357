package dev.changeover.transform.row;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.RowChange;
import dev.changeover.contract.change.RowVersion;
import dev.changeover.transform.message.RowId;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.SweepPiece;
import dev.changeover.transform.task.Outlet;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * After a snapshot is passed, takes rows away that only earlier generations had: V1 deleted them while nobody listened. A
 * bounded piece at a time, so that no other record waits long; the rest goes through the sweep topic.
 */
final class Sweep {
    /** Rows looked at in one piece. */
    static final int PIECE = 5_000;

    static final RowId START = new RowId(0, Long.MIN_VALUE);

    private final KeyValueStore<RowId, RowState> rows;
    private final RowMemory memory;
    private final Outlet outlet;

    Sweep(KeyValueStore<RowId, RowState> rows, RowMemory memory, Outlet outlet) {
        this.rows = requireNonNull(rows, "rows");
        this.memory = requireNonNull(memory, "memory");
        this.outlet = requireNonNull(outlet, "outlet");
    }

    void run(SweepPiece piece) {
        List<RowId> gone = new ArrayList<>();
        @Nullable RowId rest = look(piece, gone);
        // as old as the snapshot itself: whatever was streamed since then is newer, and stays
        RowVersion version = new RowVersion(piece.generation(), false, 0);
        for (RowId row : gone) {
            memory.apply(row, new RowChange.Delete(row.id(), version));
        }
        if (rest == null) {
            SnapshotWatch.say(outlet, piece.partition(), piece.generation());
        } else {
            outlet.toSelf(new SweepPiece(piece.partition(), piece.generation(), rest));
        }
    }

    private @Nullable RowId look(SweepPiece piece, List<RowId> gone) {
        RowId last = new RowId(Byte.MAX_VALUE, Long.MAX_VALUE);
        try (KeyValueIterator<RowId, RowState> remaining = rows.range(piece.from(), last)) {
            for (int looked = 0; remaining.hasNext(); looked++) {
                if (looked == PIECE) {
                    return remaining.peekNextKey();
                }
                KeyValue<RowId, RowState> each = remaining.next();
                if (!each.value.isGone() && each.value.version().generation() < piece.generation()) {
                    gone.add(each.key);
                }
            }
        }
        return null;
    }
}
