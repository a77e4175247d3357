package dev.changeover.transform.message;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.serialization.Serde;

/** Names a row under its user: in a store, a user's rows lie together, in plan and V1 id order. */
public record UserRowKey(long user, RowId row) {
    public static final Serde<UserRowKey> SERDE = BinarySerde.of(UserRowKey::encode, UserRowKey::decode);

    public UserRowKey {
        requireNonNull(row, "row");
    }

    public static UserRowKey firstOf(long user) {
        return new UserRowKey(user, new RowId(0, Long.MIN_VALUE));
    }

    public static UserRowKey lastOf(long user) {
        return new UserRowKey(user, new RowId(Byte.MAX_VALUE, Long.MAX_VALUE));
    }

    /** The key of the row that is the user itself. */
    public static UserRowKey ofUser(long user) {
        return new UserRowKey(user, new RowId(RowId.USERS, user));
    }

    private byte[] encode() {
        return row.writeTo(new BinaryWriter().writeSortable(user)).toBytes();
    }

    private static UserRowKey decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes);
        return new UserRowKey(in.readSortable(), RowId.readFrom(in));
    }
}
