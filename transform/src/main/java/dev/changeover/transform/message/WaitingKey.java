package dev.changeover.transform.message;

import org.apache.kafka.common.serialization.Serde;

/** A user with rows that wait for a V1 drill which was not heard of yet. */
public record WaitingKey(long drill, long user) {
    public static final Serde<WaitingKey> SERDE = BinarySerde.of(WaitingKey::encode, WaitingKey::decode);

    private byte[] encode() {
        return new BinaryWriter().writeSortable(drill).writeSortable(user).toBytes();
    }

    private static WaitingKey decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes);
        return new WaitingKey(in.readSortable(), in.readSortable());
    }
}
