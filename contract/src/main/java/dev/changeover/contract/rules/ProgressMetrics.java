package dev.changeover.contract.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a user's progress, over sessions added in V1 id order. Confined to one rewriting. */
final class ProgressMetrics {
    private static final String COMPLETED = "_drills_completed";

    /** In the order that decides between equal counts. Mental training competes, but has no column. */
    private static final List<String> SKILLS = List.of(
            "dribbling",
            "first_touch",
            "passing",
            "shooting",
            "defending",
            "goalkeeping",
            "fitness",
            "mental_training");

    private int sessions;
    private int entries;
    private BigDecimal minutes = BigDecimal.ZERO;
    private final Map<String, Integer> titles = new LinkedHashMap<>();
    private final Map<String, Integer> skills = new HashMap<>();
    private final Map<String, Integer> difficulties = new HashMap<>();

    /** Adds a session with all its entries; one without entries counts as a session too. */
    void addSession(List<SessionEntry> session) {
        sessions++;
        entries += session.size();
        for (SessionEntry entry : session) {
            minutes = minutes.add(entry.minutes());
            DrillObject drill = entry.drill();
            if (drill != null) {
                count(titles, drill.title());
                count(skills, word(drill.skill()));
                count(difficulties, word(drill.difficulty()));
            }
        }
    }

    /** The text of the V2 column's value. */
    String valueOf(String column) {
        return switch (column) {
            case "completed_sessions_count" -> Integer.toString(sessions);
            case "drills_per_session" -> OneDecimal.of(entries, sessions);
            case "minutes_per_session" -> OneDecimal.of(minutes.doubleValue(), sessions);
            case "total_time_all_sessions" ->
                minutes.setScale(0, RoundingMode.HALF_UP).min(Minutes.MAX).toPlainString();
            case "favorite_drill" -> storable(mostFrequent(titles));
            case "unique_drills_completed" -> Integer.toString(titles.size());
            case "most_improved_skill" -> mostImprovedSkill();
            case "mental_training_sessions", "total_mental_training_minutes" -> "0";
            case "beginner_drills_completed", "intermediate_drills_completed", "advanced_drills_completed" ->
                drillsCompleted(difficulties, column);
            case "dribbling_drills_completed",
                    "first_touch_drills_completed",
                    "passing_drills_completed",
                    "shooting_drills_completed",
                    "defending_drills_completed",
                    "goalkeeping_drills_completed",
                    "fitness_drills_completed" -> drillsCompleted(skills, column);
            default -> throw new IllegalArgumentException("No rule computes the metric " + column);
        };
    }

    private static String drillsCompleted(Map<String, Integer> counts, String column) {
        String word = column.substring(0, column.length() - COMPLETED.length());
        return Integer.toString(counts.getOrDefault(word, 0));
    }

    private String mostImprovedSkill() {
        Map<String, Integer> counted = new LinkedHashMap<>();
        for (String skill : SKILLS) {
            if (skills.containsKey(skill)) {
                counted.put(skill, skills.get(skill));
            }
        }
        return mostFrequent(counted);
    }

    /** The first of those with the highest count; empty if there is none. */
    private static String mostFrequent(Map<String, Integer> counts) {
        String most = "";
        int highest = 0;
        for (var counted : counts.entrySet()) {
            if (counted.getValue() > highest) {
                most = counted.getKey();
                highest = counted.getValue();
            }
        }
        return most;
    }

    private static void count(Map<String, Integer> counts, @Nullable String key) {
        if (key != null) {
            counts.merge(key, 1, Integer::sum);
        }
    }

    private static @Nullable String word(@Nullable String text) {
        return text == null
                ? null
                : WhiteSpace.trimmed(text)
                        .toLowerCase(Locale.ROOT)
                        .replace(' ', '_')
                        .replace('-', '_');
    }

    /** JSON can write characters that a {@code varchar} cannot hold. */
    private static String storable(String title) {
        StringBuilder storable = new StringBuilder(title.length());
        title.codePoints().forEach(c -> storable.appendCodePoint(c == 0 || isSurrogate(c) ? 0xFFFD : c));
        return storable.toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
