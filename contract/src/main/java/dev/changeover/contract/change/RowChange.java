package dev.changeover.contract.change;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/** One change of one row of V1, as a table topic carries it. The table is the topic's. */
public sealed interface RowChange {
    long id();

    RowVersion version();

    /**
     * The row as it is after the change, or as the snapshot found it.
     *
     * @param unchanged places in the row's values that V1 did not send again because they are stored out of line
     *     (TOAST): the values there are null and mean nothing, the row's last known ones still hold
     */
    record Upsert(SourceRow row, RowVersion version, Set<Integer> unchanged) implements RowChange {
        public Upsert {
            requireNonNull(row, "row");
            requireNonNull(version, "version");
            unchanged = Set.copyOf(unchanged);
        }

        @Override
        public long id() {
            return row.id();
        }
    }

    /** The row is gone. Under the default replica identity only its key is known. */
    record Delete(long id, RowVersion version) implements RowChange {
        public Delete {
            requireNonNull(version, "version");
        }
    }

    /** The row changed to something that capture could not read or send. A later good version heals it. */
    record Unreadable(long id, RowVersion version, String reason) implements RowChange {
        public Unreadable {
            requireNonNull(version, "version");
            requireNonNull(reason, "reason");
        }
    }
}
