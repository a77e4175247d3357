package dev.changeover.app.config;

import java.util.Map;
import java.util.UUID;

/**
 * The section {@code drills}.
 *
 * @param overrides V1 drill title, exactly as V1 spells it, to the uuid of a drill of the target, {@code drills.overrides}
 */
public record DrillsSection(Map<String, String> overrides) {
    private static final int UUID_LENGTH = 36;

    public DrillsSection {
        overrides = Map.copyOf(overrides);
        overrides.forEach((title, uuid) -> {
            if (!isUuid(uuid)) {
                throw Invalid.value("drills.overrides['" + title + "']", uuid, "the uuid of a drill of the target");
            }
        });
    }

    private static boolean isUuid(String text) {
        try {
            return text.length() == UUID_LENGTH
                    && UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
