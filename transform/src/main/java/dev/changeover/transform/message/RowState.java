package dev.changeover.transform.message;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.PlaceVersion;
import dev.changeover.contract.change.RowVersion;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * A row as a store holds it, or as it travels to its user.
 *
 * @param version how new it is
 * @param link once it is on its way to the user: how new the link is by which its parent leads there; null if it hangs on the user itself
 * @param revision counts the changes of this row that step 1 took, from 1. The order between two messages about one row
 *     that came by different ways; unlike an LSN it never ties
 * @param parentId the row's parent; for {@code users} the row's own id; null: none, or not known
 */
public record RowState(
        RowVersion version,
        @Nullable RowVersion link,
        long revision,
        @Nullable Long parentId,
        RowContent content) {
    private static final int STREAMED = 1;
    /** States of before links were told apart lack it, and are read as they were. */
    private static final int LINKED = 2;

    public static final Serde<RowState> SERDE = BinarySerde.of(
            state -> state.writeTo(new BinaryWriter().writeByte(1)).toBytes(),
            bytes -> RowState.readFrom(new BinaryReader(bytes).expectFormat(1)));

    public RowState {
        requireNonNull(version, "version");
        requireNonNull(content, "content");
    }

    /** A row that is not on its way to a user, or hangs on it. */
    public RowState(RowVersion version, long revision, @Nullable Long parentId, RowContent content) {
        this(version, null, revision, parentId, content);
    }

    /** How new it is that the row is its user's. */
    public PlaceVersion place() {
        return new PlaceVersion(version, link);
    }

    public boolean isGone() {
        return content instanceof RowContent.Gone;
    }

    /** Whether this says the same as another, which change it was apart. */
    public boolean repeats(RowState other) {
        return equals(new RowState(other.version, other.link, revision, other.parentId, other.content));
    }

    /** The same row, by the link that leads to its user. */
    public RowState seenThrough(RowVersion newLink) {
        return new RowState(version, newLink, revision, parentId, content);
    }

    BinaryWriter writeTo(BinaryWriter out) {
        out.writeCount(version.generation())
                .writeByte((version.streamed() ? STREAMED : 0) | (link == null ? 0 : LINKED))
                .writeLong(version.lsn());
        if (link != null) {
            writeVersion(out, link);
        }
        out.writeCount(revision).writeBoolean(parentId != null);
        if (parentId != null) {
            out.writeLong(parentId);
        }
        content.writeTo(out);
        return out;
    }

    static RowState readFrom(BinaryReader in) {
        int generation = in.readSmallCount();
        int flags = in.readByte();
        RowVersion version = new RowVersion(generation, (flags & STREAMED) != 0, in.readLong());
        RowVersion link = (flags & LINKED) == 0 ? null : readVersion(in);
        long revision = in.readCount();
        Long parentId = in.readBoolean() ? (Long) in.readLong() : null;
        return new RowState(version, link, revision, parentId, RowContent.readFrom(in));
    }

    static BinaryWriter writeVersion(BinaryWriter out, RowVersion version) {
        return out.writeCount(version.generation())
                .writeBoolean(version.streamed())
                .writeLong(version.lsn());
    }

    static RowVersion readVersion(BinaryReader in) {
        return new RowVersion(in.readSmallCount(), in.readBoolean(), in.readLong());
    }
}
