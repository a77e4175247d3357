package dev.changeover.verifier.read;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.rules.DrillTitles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Both drill catalogues, read whole: they are small, and do not grow with the users. */
public final class Drills {
    private Drills() {}

    /** V1's titles. A drill that the snapshot does not have is gone: nothing is still to come. */
    public static DrillTitles titles(Snapshot v1) {
        Map<Long, @Nullable String> titles = new HashMap<>();
        try (RowCursor rows = v1.rows("SELECT id, title::text FROM public.drills")) {
            while (rows.next()) {
                titles.put(rows.number(1), rows.text(2));
            }
        }
        return id ->
                titles.containsKey(id) ? new DrillTitles.Answer.Known(titles.get(id)) : new DrillTitles.Answer.Gone();
    }

    /**
     * The target's catalogue, as the target has it and not as the sink published it. An override whose drill has vanished
     * from the target is left out, as the sink leaves it out.
     */
    public static DrillCatalogue catalogue(Snapshot target, Map<String, String> overrides) {
        List<DrillCatalogue.Drill> drills = new ArrayList<>();
        try (RowCursor rows = target.rows("SELECT id, uuid::text, title::text FROM public.drills ORDER BY id")) {
            while (rows.next()) {
                drills.add(new DrillCatalogue.Drill(
                        rows.number(1), Objects.requireNonNull(rows.text(2), "uuid"), rows.text(3)));
            }
        }
        Set<String> uuids = drills.stream().map(DrillCatalogue.Drill::uuid).collect(Collectors.toSet());
        Map<String, String> usable = new HashMap<>(overrides);
        usable.values().removeIf(uuid -> !uuids.contains(uuid.toLowerCase(Locale.ROOT)));
        return new DrillCatalogue("verifier", drills, usable);
    }
}
