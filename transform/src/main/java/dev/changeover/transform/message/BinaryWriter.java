package dev.changeover.transform.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds one compact binary record. Big-endian; counts and small numbers take as many bytes as they need. */
public final class BinaryWriter {
    private byte[] bytes = new byte[64];
    private int size;

    public BinaryWriter writeByte(int value) {
        room(1)[size++] = (byte) value;
        return this;
    }

    public BinaryWriter writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    public BinaryWriter writeLong(long value) {
        byte[] target = room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            target[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** A number in an order that bytes compare in, for the keys of a store: negative ones come first. */
    public BinaryWriter writeSortable(long value) {
        return writeLong(value ^ Long.MIN_VALUE);
    }

    /** A number that is 0 or more and mostly small: one byte up to 127. */
    public BinaryWriter writeCount(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("A count is 0 or more, but is " + value);
        }
        long rest = value;
        while (rest > 0x7f) {
            writeByte((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        return writeByte((int) rest);
    }

    public BinaryWriter writeText(@Nullable String text) {
        if (text == null) {
            return writeCount(0);
        }
        byte[] encoded = text.getBytes(UTF_8);
        writeCount(encoded.length + 1L);
        System.arraycopy(encoded, 0, room(encoded.length), size, encoded.length);
        size += encoded.length;
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private byte[] room(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L)));
        }
        return bytes;
    }
}
