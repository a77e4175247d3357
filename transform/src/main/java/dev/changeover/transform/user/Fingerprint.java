package dev.changeover.transform.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.changeover.contract.document.UserDocument;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Tells whether two documents of a user say the same. The catalogue's version alone does not count. */
final class Fingerprint {
    private static final int BYTES = 16;
    private static final byte[] CATALOGUE =
            "\"catalogue\":\"".getBytes(UTF_8); // before it are only numbers and the state

    private Fingerprint() {}

    /** @param encoded the document's bytes */
    static byte[] of(UserDocument document, byte[] encoded) {
        MessageDigest digest = sha256();
        int from = document instanceof UserDocument.Present ? endOf(CATALOGUE, encoded) : 0;
        int to = from;
        while (from > 0 && encoded[to] != '"') {
            to++;
        }
        digest.update(encoded, 0, from);
        digest.update(encoded, to, encoded.length - to);
        return Arrays.copyOf(digest.digest(), BYTES);
    }

    private static int endOf(byte[] sought, byte[] bytes) {
        int end = sought.length;
        while (!Arrays.equals(bytes, end - sought.length, end, sought, 0, sought.length)) {
            end++;
        }
        return end;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
