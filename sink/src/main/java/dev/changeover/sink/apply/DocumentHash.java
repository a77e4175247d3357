package dev.changeover.sink.apply;

import dev.changeover.contract.document.DocumentRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes what a document says of a row, so that the ledger can tell an equal one. Confined to one thread. */
final class DocumentHash {
    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    DocumentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }

    /** The first 64 bits of SHA-256 over the parent and the values; lengths go in, so that values cannot run together. */
    long of(DocumentRow row) {
        add(row.parentId());
        for (String value : row.values()) {
            if (value == null) {
                add(-1);
            } else {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                add(bytes.length);
                digest.update(bytes);
            }
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private void add(long value) {
        digest.update(number.clear().putLong(value).array());
    }
}
