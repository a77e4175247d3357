package dev.changeover.transform.message;

import java.util.OptionalLong;
import org.apache.kafka.common.serialization.Serde;

/**
 * What a task of step 3 leaves to itself: to have users assembled, from a user on.
 *
 * @param partition the task's own
 * @param drill only the users whose rows wait for this V1 drill; empty: every user of the partition
 */
public record ReleasePiece(int partition, OptionalLong drill, long fromUser) implements Message {
    public static final Serde<ReleasePiece> SERDE = BinarySerde.of(ReleasePiece::encode, ReleasePiece::decode);

    public static ReleasePiece ofAll(int partition) {
        return new ReleasePiece(partition, OptionalLong.empty(), Long.MIN_VALUE);
    }

    public static ReleasePiece ofWaitingFor(int partition, long drill) {
        return new ReleasePiece(partition, OptionalLong.of(drill), Long.MIN_VALUE);
    }

    public ReleasePiece continuedFrom(long user) {
        return new ReleasePiece(partition, drill, user);
    }

    private byte[] encode() {
        BinaryWriter out = new BinaryWriter().writeByte(1).writeCount(partition).writeBoolean(drill.isPresent());
        drill.ifPresent(out::writeLong);
        return out.writeLong(fromUser).toBytes();
    }

    private static ReleasePiece decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes).expectFormat(1);
        int partition = in.readSmallCount();
        OptionalLong drill = in.readBoolean() ? OptionalLong.of(in.readLong()) : OptionalLong.empty();
        return new ReleasePiece(partition, drill, in.readLong());
    }
}
