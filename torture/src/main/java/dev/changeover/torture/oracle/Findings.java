package dev.changeover.torture.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is not as it must be.
 *
 * @param counts by word; a word that is missing counts as zero
 * @param unverified why the rest is not known, if it is not; one sentence each
 * @param details where, without any value of a row; the first of them
 */
public record Findings(Map<Word, Long> counts, List<String> unverified, List<String> details) {
    public static final Findings NONE = new Findings(Map.of(), List.of(), List.of());

    public Findings {
        counts = Map.copyOf(counts);
        unverified = List.copyOf(unverified);
        details = List.copyOf(details);
    }

    public static Findings unverified(String why) {
        return new Findings(Map.of(), List.of(why), List.of());
    }

    public long of(Word word) {
        return counts.getOrDefault(word, 0L);
    }

    /** Nothing wrong, and everything looked at. */
    public boolean isClean() {
        return !isContradicted() && unverified.isEmpty();
    }

    /** Something is wrong with the data. */
    public boolean isContradicted() {
        return counts.values().stream().anyMatch(count -> count > 0);
    }

    public Findings plus(Findings other) {
        Map<Word, Long> sums =
                Arrays.stream(Word.values()).collect(Collectors.toMap(word -> word, word -> of(word) + other.of(word)));
        return new Findings(sums, joined(unverified, other.unverified), joined(details, other.details));
    }

    /** For people. */
    public String line() {
        return Arrays.stream(Word.values())
                .map(word -> of(word) + " " + word.code().replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
