package dev.changeover.contract.rules;

import dev.changeover.contract.document.DrillCatalogue;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds V2's counterpart of a drill by V1's title, never by id: a configured override, else V2's drill of exactly that
 * title, else that of the only V2 title which is equal but for case, composition and white space. Immutable.
 */
public final class DrillMatcher {
    /** V1 title to uuid. One that names no drill of the target is kept: it wins, and has no counterpart. */
    private final Map<String, Optional<String>> overrides = new HashMap<>();

    /** V2 title to the uuid of the lowest id that has it. */
    private final Map<String, String> exact = new HashMap<>();

    /** Folded title to the V2 titles that fold to it. */
    private final Map<String, SortedSet<String>> spellings = new HashMap<>();

    private final SortedSet<String> ambiguous = new TreeSet<>();

    public DrillMatcher(DrillCatalogue catalogue) {
        TreeSet<String> uuids = new TreeSet<>();
        for (DrillCatalogue.Drill drill : catalogue.drills()) { // in id order: the lowest comes first
            uuids.add(drill.uuid());
            String title = drill.title();
            if (title == null) {
                continue;
            }
            if (exact.putIfAbsent(title, drill.uuid()) != null) {
                ambiguous.add(title);
            }
            spellings.computeIfAbsent(folded(title), key -> new TreeSet<>()).add(title);
        }
        catalogue.overrides().forEach((title, uuid) -> {
            overrides.put(title, Optional.of(uuid.toLowerCase(Locale.ROOT)).filter(uuids::contains));
        });
    }

    /** The uuid of V2's counterpart of the V1 drill with this title. */
    public Optional<String> uuidOf(String v1Title) {
        Optional<String> override = overrides.get(v1Title);
        if (override != null) {
            return override;
        }
        String uuid = exact.get(v1Title);
        return uuid != null ? Optional.of(uuid) : uuidOfOnlySpelling(folded(v1Title));
    }

    /** The titles that several V2 drills have, of which the lowest id is taken: worth a warning. In text order. */
    public List<String> ambiguousTitles() {
        return List.copyOf(ambiguous);
    }

    /** The configured titles whose uuid no V2 drill has, so that they have no counterpart. In text order. */
    public List<String> overridesWithoutDrill() {
        return overrides.entrySet().stream()
                .filter(override -> override.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Optional<String> uuidOfOnlySpelling(String folded) {
        SortedSet<String> titles = spellings.get(folded);
        return titles == null || titles.size() > 1
                ? Optional.empty() // of two V2 titles that differ in case alone, neither is meant more than the other
                : Optional.ofNullable(exact.get(titles.first()));
    }

    private static String folded(String title) {
        String composed = Normalizer.normalize(title, Normalizer.Form.NFC);
        return WhiteSpace.joined(composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }
}
