package dev.changeover.transform.message;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.serialization.Serde;

/**
 * What a task of step 1 leaves to itself after a snapshot: to look for rows of earlier generations, from a row on.
 *
 * @param partition the task's own
 * @param generation the complete one; rows known only from earlier ones are gone
 */
public record SweepPiece(int partition, int generation, RowId from) implements Message {
    public static final Serde<SweepPiece> SERDE = BinarySerde.of(SweepPiece::encode, SweepPiece::decode);

    public SweepPiece {
        requireNonNull(from, "from");
    }

    private byte[] encode() {
        BinaryWriter out = new BinaryWriter().writeByte(1).writeCount(partition).writeCount(generation);
        return from.writeTo(out).toBytes();
    }

    private static SweepPiece decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes).expectFormat(1);
        return new SweepPiece(in.readSmallCount(), in.readSmallCount(), RowId.readFrom(in));
    }
}
