package dev.changeover.cutover.preflight.source;

import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.scene.Examination;
import java.util.Map;

/** What is asked of V1 alone. */
public final class SourceExaminations {
    private SourceExaminations() {}

    public static Map<CheckName, Examination> all() {
        return Map.of(
                CheckName.V1_WAL_LEVEL, scene -> LogicalLog.level(scene.v1()),
                CheckName.V1_WAL_KEPT, scene -> LogicalLog.kept(scene.v1()),
                CheckName.V1_SLOTS_LEFT,
                        scene ->
                                ReplicationRoom.slots(scene.v1(), scene.config().slot()),
                CheckName.V1_SENDERS_LEFT,
                        scene -> ReplicationRoom.senders(
                                scene.v1(), scene.config().slot()),
                CheckName.V1_REPLICATION, scene -> ReplicationRight.of(scene.v1()),
                CheckName.V1_SELECT, scene -> SelectRight.of(scene.v1()),
                CheckName.V1_TABLES, scene -> SourceTables.of(scene.v1()),
                CheckName.V1_KEYS, scene -> SourceKeys.of(scene.v1()),
                CheckName.V1_PUBLICATION,
                        scene -> PublicationCheck.of(scene.v1(), scene.config().publication()),
                CheckName.V1_SLOT, scene -> SlotCheck.of(scene.v1(), scene.config()));
    }
}
