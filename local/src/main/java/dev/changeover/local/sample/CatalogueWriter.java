package dev.changeover.local.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the drills, their categories and their skills, in the order of each database's own ids. */
final class CatalogueWriter {
    private static final String DRILL_COLUMNS =
            "title, description, category_id, duration, intensity, training_styles, type, sets, reps, rest, equipment,"
                    + " suitable_locations, difficulty, instructions, tips, common_mistakes, progression_steps, variations,"
                    + " video_url, thumbnail_url";

    private final DatabaseCopy database;
    private final boolean isV2;

    CatalogueWriter(DatabaseCopy database) {
        this.database = database;
        this.isV2 = database.world() == World.V2;
    }

    void write(SampleCatalogue catalogue) {
        Map<String, Long> categories = categories(catalogue);
        TableCopy drills =
                database.table("drills", isV2 ? "id, " + DRILL_COLUMNS + ", uuid, is_custom" : "id, " + DRILL_COLUMNS);
        TableCopy focus = database.table(
                "drill_skill_focus", "id, " + (isV2 ? "drill_uuid" : "drill_id") + ", category, sub_skill, is_primary");
        catalogue.drills().stream()
                .filter(drill -> id(drill) != 0)
                .sorted(Comparator.comparingInt(this::id))
                .forEach(drill -> {
                    drills.add(row(drill, categories.getOrDefault(drill.skill(), 0L)));
                    drills.reserve(id(drill));
                    focus.add(Arrays.asList(focus.nextId(), drill, drill.skill(), drill.subSkill(), true));
                });
    }

    private Map<String, Long> categories(SampleCatalogue catalogue) {
        TableCopy table = database.table("drill_categories", "id, name, description");
        Map<String, Long> ids = new LinkedHashMap<>();
        for (SampleDrill drill : catalogue.drills()) {
            if (!ids.containsKey(drill.skill())) {
                long id = table.nextId();
                ids.put(drill.skill(), id);
                table.add(
                        List.of(id, drill.skill(), "Drills for " + drill.skill().replace('_', ' ')));
            }
        }
        return ids;
    }

    private int id(SampleDrill drill) {
        return isV2 ? drill.v2Id() : drill.v1Id();
    }

    private List<@Nullable Object> row(SampleDrill drill, long category) {
        List<@Nullable Object> cells = new ArrayList<>(Arrays.asList(
                id(drill),
                isV2 ? drill.v2Title() : drill.title(),
                "Work on " + drill.subSkill().replace('_', ' ') + ".",
                category,
                5 + drill.v1Id() % 4 * 5,
                "medium",
                "[\"medium_intensity\"]",
                "time_based",
                3,
                10,
                30,
                "[\"ball\", \"cones\"]",
                "[\"backyard\"]",
                drill.difficulty(),
                "[\"Set out the cones\", \"Start slowly\"]",
                "[]",
                null,
                null,
                null,
                "https://video.example.org/" + drill.v1Id() + ".mp4",
                null));
        if (isV2) {
            cells.add(drill.uuid());
            cells.add(false);
        }
        return cells;
    }
}
