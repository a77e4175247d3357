package dev.changeover.transform.message;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.RowVersion;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** What step 1 tells step 2. */
public sealed interface ParentChange extends Message {
    Serde<ParentChange> SERDE = BinarySerde.of(ParentChange::encode, ParentChange::decode);

    /**
     * A parent belongs to this user now.
     *
     * @param user null: to nobody, because it is gone or has no user
     * @param version of the change that made it so; the parent's children are at least as new
     */
    record OwnerKnown(RowId parent, @Nullable Long user, RowVersion version) implements ParentChange {
        public static final Serde<OwnerKnown> STORED = BinarySerde.of(
                owner -> ((ParentChange) owner).encode(), bytes -> (OwnerKnown) ParentChange.decode(bytes));

        public OwnerKnown {
            requireNonNull(parent, "parent");
            requireNonNull(version, "version");
        }

        @Override
        public void writeTo(BinaryWriter out) {
            parent.writeTo(out.writeByte(1)).writeBoolean(user != null);
            if (user != null) {
                out.writeLong(user);
            }
            RowState.writeVersion(out, version);
        }
    }

    /** A row hangs on this parent now. */
    record ChildArrived(RowId parent, RowId row, RowState state) implements ParentChange {
        @Override
        public void writeTo(BinaryWriter out) {
            row.writeTo(parent.writeTo(out.writeByte(2)));
            state.writeTo(out);
        }
    }

    /** A row hangs on this parent no more. */
    record ChildLeft(RowId parent, RowLeaving leaving) implements ParentChange {
        @Override
        public void writeTo(BinaryWriter out) {
            leaving.writeTo(parent.writeTo(out.writeByte(3)));
        }
    }

    /** A task of step 1 has said all that the generation's snapshot held. Goes to every partition. */
    record SnapshotPassed(int partition, int generation) implements ParentChange {
        @Override
        public void writeTo(BinaryWriter out) {
            out.writeByte(4).writeCount(partition).writeCount(generation);
        }
    }

    void writeTo(BinaryWriter out);

    private byte[] encode() {
        BinaryWriter out = new BinaryWriter().writeByte(1);
        writeTo(out);
        return out.toBytes();
    }

    private static ParentChange decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes).expectFormat(1);
        int kind = in.readByte();
        return switch (kind) {
            case 1 -> {
                RowId parent = RowId.readFrom(in);
                Long user = in.readBoolean() ? (Long) in.readLong() : null;
                yield new OwnerKnown(parent, user, RowState.readVersion(in));
            }
            case 2 -> new ChildArrived(RowId.readFrom(in), RowId.readFrom(in), RowState.readFrom(in));
            case 3 -> new ChildLeft(RowId.readFrom(in), RowLeaving.readFrom(in));
            case 4 -> new SnapshotPassed(in.readSmallCount(), in.readSmallCount());
            default -> throw new IllegalStateException("No message to step 2 has the kind " + kind);
        };
    }
}
