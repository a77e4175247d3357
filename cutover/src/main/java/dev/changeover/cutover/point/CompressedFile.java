package dev.changeover.cutover.point;

import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Streams that count and hash what passes before it is compressed, and after it is expanded. Each confined to one thread. */
final class CompressedFile {
    private static final int BUFFER = 1 << 16;

    private CompressedFile() {}

    /** Writes a new file that only its owner can read; on disk when closed. */
    static final class Writing extends FilterOutputStream {
        private final FileChannel channel;
        private final MessageDigest digest = sha256();
        private long bytes;

        private Writing(FileChannel channel, OutputStream packed) {
            super(packed);
            this.channel = channel;
        }

        static Writing create(Path file) throws IOException {
            FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file());
            OutputStream plain = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            return new Writing(channel, new FastGzip(plain));
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            digest.update(data, offset, length);
            bytes += length;
            out.write(data, offset, length);
        }

        /** Writes what is left and waits until the disk has it. */
        void finish() throws IOException {
            ((GZIPOutputStream) out).finish();
            out.flush();
            channel.force(true);
        }

        long bytes() {
            return bytes;
        }

        /** Of all that was written; asked once. */
        String hash() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    /** Reads what {@link Writing} wrote. */
    static final class Reading extends FilterInputStream {
        private final MessageDigest digest = sha256();

        private Reading(InputStream expanded) {
            super(expanded);
        }

        static Reading open(Path file) throws IOException {
            return new Reading(new GZIPInputStream(Files.newInputStream(file), BUFFER));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] data, int offset, int length) throws IOException {
            int read = super.read(data, offset, length);
            if (read > 0) {
                digest.update(data, offset, read);
            }
            return read;
        }

        /** Of all that was read; asked once, at the end. */
        String hash() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    /** Speed before size: the copy must not keep the first migration waiting. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
