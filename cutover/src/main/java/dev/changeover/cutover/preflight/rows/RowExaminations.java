package dev.changeover.cutover.preflight.rows;

import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.scene.Examination;
import java.util.Map;

/** What the rows of both databases are asked. */
public final class RowExaminations {
    private RowExaminations() {}

    public static Map<CheckName, Examination> all() {
        return Map.of(
                CheckName.USERS_WITHOUT_EMAIL, scene -> UserChecks.withoutEmail(scene.stats()),
                CheckName.DUPLICATE_EMAILS, scene -> UserChecks.duplicates(scene.stats()),
                CheckName.EMAILS_TAKEN, scene -> UserChecks.taken(scene.stats()),
                CheckName.ORPHANS, scene -> UserChecks.orphans(scene.stats()),
                CheckName.UNIQUE_VALUES, new UniqueValues(),
                CheckName.DRILL_COUNTERPARTS, scene -> DrillChecks.counterparts(scene.stats()),
                CheckName.DRILL_TITLES, new DrillTitles(),
                CheckName.VOLUMES, scene -> DrillChecks.volumes(scene.volumes()));
    }
}
