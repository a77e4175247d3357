package dev.changeover.bench.figure;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that one run found.
 *
 * @param circumstances machine, versions, seed, load: name to value, in the order in which they are told
 * @param measured each measure's figures, in the order in which they were taken
 * @param failed measures that could not be taken, with the reason
 */
public record Results(
        Map<String, Object> circumstances, Map<String, List<Figure>> measured, Map<String, String> failed) {
    public Results {
        requireNonNull(circumstances, "circumstances");
        circumstances = Collections.unmodifiableMap(new LinkedHashMap<>(circumstances));
        Map<String, List<Figure>> copied = new LinkedHashMap<>();
        measured.forEach((measure, figures) -> copied.put(measure, List.copyOf(figures)));
        measured = Collections.unmodifiableMap(copied);
        failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
    }
}
