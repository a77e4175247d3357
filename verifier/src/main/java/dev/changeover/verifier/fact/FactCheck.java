package dev.changeover.verifier.fact;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.content.PipelinePosition;
import dev.changeover.verifier.read.DatabaseSide;
import dev.changeover.verifier.read.Drills;
import dev.changeover.verifier.read.Snapshot;
import dev.changeover.verifier.report.FactFinding;
import dev.changeover.verifier.report.ProtectedFinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Checks the facts. A row that V1 moves between two users is with neither, or with both, until the pipeline has written
 * both, and a change of the target's drills contradicts what was migrated with the drills before. So while a pipeline
 * writes, what contradicts a fact is only a suspicion: it stands if it contradicts in the same way after the pipeline has
 * passed, the drills being the same. Used once, by one thread.
 */
public final class FactCheck {
    private final DatabaseAddress target;
    private final boolean all;
    private final Map<String, String> drillOverrides;
    private Observations latest = Observations.none();
    private List<FactFinding> findings = List.of();
    private Optional<ProtectedFinding> protectedUsers = Optional.empty();

    /** @param all also the facts that the comparison of users does not need */
    public FactCheck(DatabaseAddress target, boolean all, Map<String, String> drillOverrides) {
        this.target = requireNonNull(target, "target");
        this.all = all;
        this.drillOverrides = Map.copyOf(drillOverrides);
    }

    /** Begins the first look, in a thread and a snapshot of its own. */
    public TargetLook begin() {
        return TargetLook.start(Snapshot.open(DatabaseSide.TARGET, target), all, drillOverrides);
    }

    /** Waits for the first look; what it saw is the finding if the target is quiet. */
    public void end(TargetLook look) throws InterruptedException {
        see(look.await());
        findings = latest.findings();
    }

    /**
     * Settles what contradicts while a pipeline writes. What cannot be settled is left open, also when this throws.
     *
     * @param position of V1, asked for after each look; 0 for what is in the pipeline already
     * @return why something is left open
     */
    public Optional<String> settle(PipelinePosition pipeline, Patience patience, LongSupplier position)
            throws InterruptedException {
        findings = latest.findingsLeftOpen();
        for (int round = 1; round <= patience.rounds() && latest.isAnyContradicted(); round++) {
            DrillCatalogue before = drills();
            PipelinePosition.Answer answer = pipeline.awaitPassed(position.getAsLong(), patience.drain());
            if (!(answer instanceof PipelinePosition.Answer.Passed)) {
                return Optional.of(answer.words());
            }
            Observations earlier = latest;
            try (TargetLook again = begin()) {
                see(again.await());
            }
            latest = latest.confirming(earlier);
            if (before.equals(drills())) {
                findings = latest.findings();
                return Optional.empty();
            }
            findings = latest.findingsLeftOpenForDrills();
        }
        return latest.isAnyOfDrillsContradicted()
                ? Optional.of("the target's drills changed at every look")
                : Optional.empty();
    }

    private void see(TargetLook.Finding found) {
        latest = found.facts();
        protectedUsers = found.protectedUsers();
    }

    private DrillCatalogue drills() {
        try (Snapshot now = Snapshot.open(DatabaseSide.TARGET, target)) {
            return Drills.catalogue(now, drillOverrides);
        }
    }

    public List<FactFinding> findings() {
        return findings;
    }

    /** Empty when the target has no ledger, or was not looked at. */
    public Optional<ProtectedFinding> protectedUsers() {
        return protectedUsers;
    }
}
