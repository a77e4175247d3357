package dev.changeover.sink.target;

import dev.changeover.contract.document.DrillCatalogue.Drill;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A hash over the content of a drill catalogue: the same in every sink that sees the same drills. */
final class CatalogueVersion {
    private static final int HEX_DIGITS = 32;

    private CatalogueVersion() {}

    static String of(List<Drill> drills, Map<String, String> overrides) {
        MessageDigest digest = sha256();
        for (Drill drill : drills) {
            add(digest, Long.toString(drill.id()));
            add(digest, drill.uuid());
            add(digest, drill.title());
        }
        new TreeMap<>(overrides).forEach((title, uuid) -> {
            add(digest, title);
            add(digest, uuid);
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
    }

    /** Each text with its length before it, so that no two different lists of texts look alike; null apart from empty. */
    private static void add(MessageDigest digest, @Nullable String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        digest.update(((text == null ? "null" : bytes.length) + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }
}
