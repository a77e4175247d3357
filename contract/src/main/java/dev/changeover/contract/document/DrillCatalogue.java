package dev.changeover.contract.document;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The target's drills as the rules need them, and the operator's overrides.
 *
 * @param version changes whenever anything else here does; a hash, the same for the same content
 * @param drills in id order
 * @param overrides V1 title, exactly as V1 spells it, to the uuid of a drill of the target
 */
public record DrillCatalogue(String version, List<Drill> drills, Map<String, String> overrides) {
    /** Under which it lies in its topic, one copy a partition. */
    public static final String KEY = "catalogue";

    /** A drill of the target; {@code uuid} in lower case with hyphens. */
    public record Drill(long id, String uuid, @Nullable String title) {
        public Drill {
            requireNonNull(uuid, "uuid");
        }
    }

    public DrillCatalogue {
        requireNonNull(version, "version");
        drills = drills.stream().sorted(Comparator.comparingLong(Drill::id)).toList();
        overrides = Map.copyOf(overrides);
    }
}
