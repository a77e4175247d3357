package dev.changeover.cutover.preflight.target;

import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.scene.Examination;
import java.util.Map;

/** What is asked of the target alone. */
public final class TargetExaminations {
    private TargetExaminations() {}

    public static Map<CheckName, Examination> all() {
        return Map.of(
                CheckName.TARGET_TABLES, scene -> TargetTables.of(scene.target()),
                CheckName.TARGET_SEQUENCES, scene -> TargetSequences.of(scene.target()),
                CheckName.TARGET_PRIVILEGES, scene -> TargetRights.of(scene.target()),
                CheckName.TARGET_INDEXES,
                        scene -> IndexRights.of(scene.target(), scene.config().createIndexes()),
                CheckName.TARGET_TRIGGERS, scene -> TriggerCheck.of(scene.target()),
                CheckName.TARGET_REFERENCES, scene -> ReferenceCheck.of(scene.target()));
    }
}
