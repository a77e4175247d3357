package dev.changeover.contract.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names a person in a report without the email: the first 64 bits of the identity's SHA-256, in hexadecimal. */
public final class IdentityHash {
    private static final int BYTES = 8;

    private IdentityHash() {}

    /** Returns null for nobody. */
    public static @Nullable String of(Optional<String> identity) {
        return identity.map(IdentityHash::hashed).orElse(null);
    }

    private static String hashed(String identity) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
