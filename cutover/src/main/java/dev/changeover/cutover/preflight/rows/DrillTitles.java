package dev.changeover.cutover.preflight.rows;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.rules.DrillMatcher;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Examination;
import dev.changeover.cutover.preflight.scene.Scene;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Titles that more than one drill of the target has, and overrides that lead nowhere. Titles are the catalogue's, no user's. */
final class DrillTitles implements Examination {
    @Override
    public Judgement of(Scene scene) throws SQLException {
        List<DrillCatalogue.Drill> drills = drills(scene.target());
        Judgement judgement = new Judgement();
        Map<String, Integer> times = new HashMap<>();
        Set<String> uuids = new HashSet<>();
        for (DrillCatalogue.Drill drill : drills) {
            uuids.add(drill.uuid());
            if (drill.title() != null) {
                times.merge(drill.title(), 1, Integer::sum);
            }
        }
        times.entrySet().removeIf(each -> each.getValue() == 1);
        for (String title : new TreeSet<>(times.keySet())) {
            judgement.add(
                    Status.WARN,
                    times.get(title) + " drills of the target have the title '" + title
                            + "': the one with the lowest id is" + " taken",
                    "give them different titles, or name the one that is meant in drills.overrides");
        }
        addAlike(scene.v1(), drills, judgement);
        scene.config().drillOverrides().forEach((title, uuid) -> {
            if (!uuids.contains(uuid.toLowerCase(Locale.ROOT))) { // as the rules read it, and PostgreSQL prints it
                judgement.add(
                        Status.FAIL,
                        "drills.overrides names for '" + title + "' a drill that the target does not have: " + uuid,
                        "correct drills.overrides, or add the drill to the target's catalogue");
            }
        });
        return judgement.otherwise("each title of the target's " + drills.size() + " drills is there once");
    }

    /** V1 titles without an exact match, for which two titles of the target are equally near: none of them is taken. */
    private static void addAlike(Session v1, List<DrillCatalogue.Drill> drills, Judgement judgement)
            throws SQLException {
        DrillMatcher whole = new DrillMatcher(new DrillCatalogue("", drills, Map.of()));
        Map<String, DrillMatcher> alone = new HashMap<>();
        for (DrillCatalogue.Drill drill : drills) {
            if (drill.title() != null) {
                alone.computeIfAbsent(
                        drill.title(), title -> new DrillMatcher(new DrillCatalogue("", List.of(drill), Map.of())));
            }
        }
        for (String title :
                v1.list("SELECT DISTINCT title FROM public.drills WHERE title IS NOT NULL", row -> row.getString(1))) {
            if (whole.uuidOf(title).isEmpty()
                    && alone.values().stream()
                            .anyMatch(each -> each.uuidOf(title).isPresent())) {
                judgement.add(
                        Status.WARN,
                        "several titles of the target differ from V1's '" + title
                                + "' in case or white space alone: none is" + " taken",
                        "name the one that is meant in drills.overrides");
            }
        }
    }

    private static List<DrillCatalogue.Drill> drills(Session target) throws SQLException {
        return target.list(
                "SELECT id, uuid::text, title FROM public.drills ORDER BY id",
                row -> new DrillCatalogue.Drill(row.getLong(1), row.getString(2), row.getString(3)));
    }
}
