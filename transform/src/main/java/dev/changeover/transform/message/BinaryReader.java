package dev.changeover.transform.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BinaryWriter} wrote, in the same order. */
public final class BinaryReader {
    private final ByteBuffer bytes;

    public BinaryReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    public int readByte() {
        return bytes.get();
    }

    public boolean readBoolean() {
        return readByte() != 0;
    }

    public long readLong() {
        return bytes.getLong();
    }

    public long readSortable() {
        return readLong() ^ Long.MIN_VALUE;
    }

    public long readCount() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = readByte();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    public int readSmallCount() {
        return Math.toIntExact(readCount());
    }

    public @Nullable String readText() {
        int length = readSmallCount() - 1;
        if (length < 0) {
            return null;
        }
        String text = new String(bytes.array(), bytes.position(), length, UTF_8);
        bytes.position(bytes.position() + length);
        return text;
    }

    public String readRequiredText() {
        String text = readText();
        if (text == null) {
            throw new IllegalStateException("An internal record of the transform lacks a text that it must have");
        }
        return text;
    }

    /** Refuses a record that a newer release wrote. */
    public BinaryReader expectFormat(int format) {
        int found = readByte();
        if (found != format) {
            throw new IllegalStateException("An internal record of the transform has format " + found
                    + ", but this release reads format " + format
                    + "; start the release that wrote it, or replay from the table topics");
        }
        return this;
    }
}
