package dev.changeover.contract.change;

import java.util.Comparator;

/**
 * How new a row of V1 is. A row of a later snapshot generation is newer than anything of an earlier one; within a
 * generation a streamed row is newer than a snapshot row, whatever the LSNs say (a transaction may write before the
 * slot's consistent point and commit after it); between streamed rows the LSN decides.
 *
 * @param generation counts snapshots, from 1; 0 when the source does not say
 * @param streamed false for a row that was read by the snapshot
 * @param lsn V1's log sequence number; between snapshot rows of one generation it means nothing
 */
public record RowVersion(int generation, boolean streamed, long lsn) implements Comparable<RowVersion> {
    private static final Comparator<RowVersion> ORDER = Comparator.comparingInt(RowVersion::generation)
            .thenComparing(RowVersion::streamed)
            .thenComparingLong(version -> version.streamed() ? version.lsn() : 0);

    public RowVersion {
        if (generation < 0) {
            throw new IllegalArgumentException("A generation is 0 or more, but is " + generation);
        }
    }

    public boolean isOlderThan(RowVersion other) {
        return compareTo(other) < 0;
    }

    public RowVersion newerOf(RowVersion other) {
        return isOlderThan(other) ? other : this;
    }

    @Override
    public int compareTo(RowVersion other) {
        return ORDER.compare(this, other);
    }
}
