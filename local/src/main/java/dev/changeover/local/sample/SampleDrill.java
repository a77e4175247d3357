package dev.changeover.local.sample;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A drill of one or both catalogues. As a value it is what a row refers to it by: V1's id, or V2's uuid.
 *
 * @param title in V1, or, for a drill of V2 alone, in V2; null is a drill without a title
 * @param v1Id 0: V1 lacks it
 * @param v2Id 0: V2 lacks it
 * @param v2Title as V2 spells it
 */
record SampleDrill(
        String skill,
        String subSkill,
        @Nullable String title,
        int v1Id,
        int v2Id,
        @Nullable String v2Title,
        UUID uuid) implements Rendered {
    SampleDrill {
        requireNonNull(skill, "skill");
        requireNonNull(subSkill, "subSkill");
        requireNonNull(uuid, "uuid");
    }

    String titleOrEmpty() {
        return Optional.ofNullable(title).orElse("");
    }

    boolean hasCounterpart() {
        return v2Id != 0;
    }

    String difficulty() {
        return switch (Math.floorMod(uuid.hashCode(), 3)) {
            case 0 -> "beginner";
            case 1 -> "intermediate";
            default -> "advanced";
        };
    }

    @Override
    public @Nullable String in(World world) {
        if (world == World.V1) {
            return Integer.toString(v1Id);
        }
        return hasCounterpart() ? uuid.toString() : null;
    }
}
