package dev.changeover.transform.user;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.document.UserDocumentCodec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Tells whether two documents of a user say the same. The catalogue's version alone does not count. */
final class Fingerprint {
    private static final int BYTES = 16;

    private Fingerprint() {}

    /** @param encoded the document's own bytes, which are its fingerprint's source unless it names a catalogue */
    static byte[] of(UserDocument document, byte[] encoded) {
        byte[] source = document instanceof UserDocument.Present present
                ? UserDocumentCodec.encode(new UserDocument.Present(
                        present.userId(), "", present.rows(), present.heldBack(), present.entriesWithoutCounterpart()))
                : encoded;
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(source), BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
