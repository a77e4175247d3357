package dev.changeover.cutover.preflight.machine;

import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.scene.Examination;
import java.util.Map;

/** What is asked of this machine, and of what earlier commands left in the state directory. */
public final class MachineExaminations {
    private MachineExaminations() {}

    public static Map<CheckName, Examination> all() {
        return Map.of(
                CheckName.STATE_DIRECTORY, scene -> StateDirectoryCheck.of(scene.config()),
                CheckName.STATE_DISK, StateDisk::of,
                CheckName.TARGET_DISK, TargetDisk::of,
                CheckName.ROLLBACK_POINT, WayBackCheck::of,
                CheckName.STAGING_VERIFIED, scene -> StagingVerified.of(scene.config()));
    }
}
