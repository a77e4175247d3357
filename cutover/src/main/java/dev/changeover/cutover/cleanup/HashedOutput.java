package dev.changeover.cutover.cleanup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes what passes. Closing it leaves the stream behind it open. */
final class HashedOutput extends FilterOutputStream {
    private final MessageDigest digest;
    private long bytes;
    private long lines;

    HashedOutput(OutputStream out) {
        super(out);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        digest.update(data, offset, length);
        bytes += length;
        for (int i = offset; i < offset + length; i++) {
            lines += data[i] == '\n' ? 1 : 0;
        }
        out.write(data, offset, length);
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    long bytes() {
        return bytes;
    }

    /** A row of COPY's text format each: a line break in a value is written as two other characters. */
    long lines() {
        return lines;
    }

    /** Of all that passed; asked once. */
    String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
