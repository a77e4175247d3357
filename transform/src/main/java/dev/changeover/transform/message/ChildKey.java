package dev.changeover.transform.message;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.serialization.Serde;

/** Names a child under its parent: in a store, the children of one parent lie together. */
public record ChildKey(RowId parent, RowId child) {
    public static final Serde<ChildKey> SERDE = BinarySerde.of(ChildKey::encode, ChildKey::decode);

    public ChildKey {
        requireNonNull(parent, "parent");
        requireNonNull(child, "child");
    }

    public static ChildKey firstOf(RowId parent) {
        return new ChildKey(parent, new RowId(0, Long.MIN_VALUE));
    }

    public static ChildKey lastOf(RowId parent) {
        return new ChildKey(parent, new RowId(Byte.MAX_VALUE, Long.MAX_VALUE));
    }

    private byte[] encode() {
        return child.writeTo(parent.writeTo(new BinaryWriter())).toBytes();
    }

    private static ChildKey decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes);
        return new ChildKey(RowId.readFrom(in), RowId.readFrom(in));
    }
}
