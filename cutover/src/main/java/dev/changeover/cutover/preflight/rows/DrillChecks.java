package dev.changeover.cutover.preflight.rows;

import dev.changeover.cutover.assessment.Stats;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Volumes;

/** Drills that have no counterpart, and how much there is to move. */
final class DrillChecks {
    private static final int MEGABYTE = 20;

    private DrillChecks() {}

    static Judgement counterparts(Stats stats) {
        return stats.unmappedDrills() == 0
                ? Judgement.pass("every V1 drill has a counterpart in the target")
                : Judgement.warn(
                        stats.unmappedDrills() + " V1 drills have no counterpart in the target: group items lose their"
                                + " drill, ordered drills are held back (no-counterpart)",
                        "add the drills to the target's catalogue, or name them in drills.overrides; both work later too");
    }

    static Judgement volumes(Volumes volumes) {
        String finding = volumes.rowCount() + " rows, " + (volumes.v1Bytes() >> MEGABYTE) + " MB in V1; about "
                + volumes.estimate().toSeconds() + " s; up to " + (volumes.topicBytes() >> MEGABYTE)
                + " MB of topics, " + (volumes.stateBytes() >> MEGABYTE) + " MB of stores, "
                + (volumes.targetBytes() >> MEGABYTE) + " MB in the target";
        return volumes.rows().getOrDefault("users", 0L) == 0
                ? Judgement.warn("V1 has no users: there is nothing to migrate", "check that V1_DATABASE_URL names V1")
                : Judgement.pass(finding);
    }
}
