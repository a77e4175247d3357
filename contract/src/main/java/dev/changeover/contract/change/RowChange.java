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

    /**
     * Something was written for the row that says neither what it is now nor where in V1's log that stands. The place in
     * the partition is all that is known: it is newer than whatever came before it.
     */
    record Unplaced(long id, int generation, String reason) implements RowChange {
        public Unplaced {
            requireNonNull(reason, "reason");
        }

        /** The oldest that it can be. */
        @Override
        public RowVersion version() {
            return new RowVersion(generation, false, 0);
        }
    }

    /** Follows a delete, for the sake of compacted topics. Says nothing that the delete did not say. */
    record Tombstone(long id) implements RowChange {
        /** Older than anything. */
        @Override
        public RowVersion version() {
            return new RowVersion(0, false, 0);
        }
    }
}
