package dev.changeover.transform.message;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.RowVersion;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * A row as a store holds it, or as it travels to its user.
 *
 * @param version how new it is; on its way to the user, the parents that lead there included
 * @param revision counts the changes of this row that step 1 took, from 1. The order between two messages about one row
 *     that came by different ways; unlike an LSN it never ties
 * @param parentId the row's parent; for {@code users} the row's own id; null: none, or not known
 */
public record RowState(
        RowVersion version, long revision, @Nullable Long parentId, RowContent content) {
    public static final Serde<RowState> SERDE = BinarySerde.of(
            state -> state.writeTo(new BinaryWriter().writeByte(1)).toBytes(),
            bytes -> RowState.readFrom(new BinaryReader(bytes).expectFormat(1)));

    public RowState {
        requireNonNull(version, "version");
        requireNonNull(content, "content");
    }

    public boolean isGone() {
        return content instanceof RowContent.Gone;
    }

    /** Whether this says the same as another, which change it was apart. */
    public boolean repeats(RowState other) {
        return equals(new RowState(other.version, revision, other.parentId, other.content));
    }

    /** The same row, as new as the newer of itself and of the link that leads to its user. */
    public RowState seenThrough(RowVersion link) {
        return new RowState(version.newerOf(link), revision, parentId, content);
    }

    BinaryWriter writeTo(BinaryWriter out) {
        writeVersion(out, version).writeCount(revision).writeBoolean(parentId != null);
        if (parentId != null) {
            out.writeLong(parentId);
        }
        content.writeTo(out);
        return out;
    }

    static RowState readFrom(BinaryReader in) {
        RowVersion version = readVersion(in);
        long revision = in.readCount();
        Long parentId = in.readBoolean() ? (Long) in.readLong() : null;
        return new RowState(version, revision, parentId, RowContent.readFrom(in));
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
