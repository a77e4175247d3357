package dev.changeover.transform.message;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.RowVersion;

/**
 * A row leaves a parent: deleted, or moved to another.
 *
 * @param parentId whom it leaves; a row that meanwhile has another parent stays
 * @param version of the change that takes it away
 * @param revision of the change that takes it away; a row with a higher one stays
 */
public record RowLeaving(RowId row, long parentId, RowVersion version, long revision) {
    public RowLeaving {
        requireNonNull(row, "row");
        requireNonNull(version, "version");
    }

    /** The same, as new as the newer of itself and of the link that led to the user. */
    public RowLeaving seenThrough(RowVersion link) {
        return new RowLeaving(row, parentId, version.newerOf(link), revision);
    }

    /** Whether this takes away the row as it is known. */
    public boolean takes(RowState known) {
        return known.parentId() != null && known.parentId() == parentId && known.revision() <= revision;
    }

    BinaryWriter writeTo(BinaryWriter out) {
        row.writeTo(out).writeLong(parentId);
        return RowState.writeVersion(out, version).writeCount(revision);
    }

    static RowLeaving readFrom(BinaryReader in) {
        return new RowLeaving(RowId.readFrom(in), in.readLong(), RowState.readVersion(in), in.readCount());
    }
}
