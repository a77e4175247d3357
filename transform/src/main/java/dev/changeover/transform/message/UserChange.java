package dev.changeover.transform.message;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** What step 3 is told. The record's key names the user, unless the message is for every partition. */
public sealed interface UserChange extends Message {
    Serde<UserChange> SERDE = BinarySerde.of(UserChange::encode, UserChange::decode);

    /** A row belongs to the user now, and looks like this. */
    record RowArrived(RowId row, RowState state) implements UserChange {
        public RowArrived {
            requireNonNull(row, "row");
            requireNonNull(state, "state");
        }

        @Override
        public void writeTo(BinaryWriter out) {
            state.writeTo(row.writeTo(out.writeByte(1)));
        }
    }

    /** A row belongs to the user no more, unless it meanwhile came back another way. */
    record RowLeft(RowLeaving leaving) implements UserChange {
        public RowLeft {
            requireNonNull(leaving, "leaving");
        }

        @Override
        public void writeTo(BinaryWriter out) {
            leaving.writeTo(out.writeByte(2));
        }
    }

    /** The user shall be assembled again, though none of its rows changed. */
    record Assemble() implements UserChange {
        @Override
        public void writeTo(BinaryWriter out) {
            out.writeByte(3);
        }
    }

    /** A snapshot began: documents wait until it is complete. */
    record SnapshotStarted(int generation) implements ForEveryPartition {
        @Override
        public void writeTo(BinaryWriter out) {
            out.writeByte(4).writeCount(generation);
        }
    }

    /**
     * A task has said all that the generation's snapshot held.
     *
     * @param step 1 or 2
     * @param partition the task's own
     */
    record SnapshotPassed(int step, int partition, int generation) implements ForEveryPartition {
        @Override
        public void writeTo(BinaryWriter out) {
            out.writeByte(5).writeCount(step).writeCount(partition).writeCount(generation);
        }
    }

    /**
     * What V1's drill is called.
     *
     * @param gone whether V1 deleted it
     */
    record DrillTitle(long drill, boolean gone, @Nullable String title) implements ForEveryPartition {
        public static final Serde<DrillTitle> STORED =
                BinarySerde.of(title -> ((UserChange) title).encode(), bytes -> (DrillTitle) UserChange.decode(bytes));

        @Override
        public void writeTo(BinaryWriter out) {
            out.writeByte(6).writeLong(drill).writeBoolean(gone).writeText(title);
        }
    }

    /** One copy goes to every partition. */
    sealed interface ForEveryPartition extends UserChange {}

    void writeTo(BinaryWriter out);

    private byte[] encode() {
        BinaryWriter out = new BinaryWriter().writeByte(1);
        writeTo(out);
        return out.toBytes();
    }

    private static UserChange decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes).expectFormat(1);
        int kind = in.readByte();
        return switch (kind) {
            case 1 -> new RowArrived(RowId.readFrom(in), RowState.readFrom(in));
            case 2 -> new RowLeft(RowLeaving.readFrom(in));
            case 3 -> new Assemble();
            case 4 -> new SnapshotStarted(in.readSmallCount());
            case 5 -> new SnapshotPassed(in.readSmallCount(), in.readSmallCount(), in.readSmallCount());
            case 6 -> new DrillTitle(in.readLong(), in.readBoolean(), in.readText());
            default -> throw new IllegalStateException("No message to step 3 has the kind " + kind);
        };
    }
}
