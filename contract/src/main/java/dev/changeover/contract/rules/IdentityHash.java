package dev.changeover.contract.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a person in reports and logs without the email: the first 64 bits of the identity's SHA-256, in hexadecimal. */
public final class IdentityHash {
    private static final int BYTES = 8;

    private IdentityHash() {}

    /**
     * The name of who has this identity.
     *
     * @param identity as {@link Identity} makes it
     */
    public static String of(String identity) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
