package dev.changeover.app.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What may stand in {@code changeover.yaml}, and what was probably meant by something else. */
final class KnownKeys {
    private static final int MAX_TYPOS = 3;

    private KnownKeys() {}

    static boolean isSection(String path) {
        return all().anyMatch(key -> key.startsWith(path + "."));
    }

    static boolean isKeyOrSection(String path) {
        return isSection(path) || all().anyMatch(path::equals);
    }

    static Optional<String> nearest(String path) {
        return all().filter(key -> distance(key, path) <= MAX_TYPOS)
                .min(Comparator.comparingInt(key -> distance(key, path)));
    }

    private static Stream<String> all() {
        return Stream.concat(
                Arrays.stream(Setting.values())
                        .flatMap(each ->
                                each.isSecret() ? Stream.of(each.path(), each.filePath()) : Stream.of(each.path())),
                Stream.of(Setting.DRILL_OVERRIDES));
    }

    /** How many letters must be added, removed or changed. */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        Arrays.setAll(above, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + change);
            }
            above = row;
        }
        return above[other.length()];
    }
}
