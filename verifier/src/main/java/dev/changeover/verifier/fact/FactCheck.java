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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Checks the facts. While a pipeline writes, what contradicts one is a suspicion where rows may be under way: it stands only
 * if it contradicts in the same way after the pipeline has passed, nothing having been written to it in between. Used once,
 * by one thread.
 */
public final class FactCheck {
    private final DatabaseAddress target;
    private final boolean all;
    private final Map<String, String> drillOverrides;
    private Optional<Observations> first = Optional.empty();
    private List<FollowedFact> followed = List.of();
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

    /** Waits for the first look; what it saw is the finding unless it is settled. */
    public void end(TargetLook look) throws InterruptedException {
        first = Optional.of(see(look.await()));
    }

    /**
     * Settles what contradicts while a pipeline writes. What cannot be settled is left open, also when this throws.
     *
     * @param position of V1, asked for after each look; 0 for what is in the pipeline already
     * @return why something is left open
     */
    public Optional<String> settle(PipelinePosition pipeline, Patience patience, LongSupplier position)
            throws InterruptedException {
        followed = first.map(Observations::seen).orElse(List.of()).stream()
                .map(FollowedFact::new)
                .toList();
        for (int round = 1; round <= patience.rounds() && !isSettled(); round++) {
            DrillCatalogue before = drills();
            PipelinePosition.Answer answer = pipeline.awaitPassed(position.getAsLong(), patience.drain());
            if (!(answer instanceof PipelinePosition.Answer.Passed)) {
                return Optional.of(answer.words());
            }
            lookAgain(before);
        }
        return isSettled()
                ? Optional.empty()
                : Optional.of("at every look something had been written to them, or the target's drills had changed");
    }

    private void lookAgain(DrillCatalogue before) throws InterruptedException {
        Observations later;
        try (TargetLook again = begin()) {
            later = see(again.await());
        }
        boolean same = before.equals(drills());
        Map<String, Observation> byName = later.seen().stream()
                .collect(Collectors.toMap(each -> each.fact().name(), Function.identity()));
        for (FollowedFact each : followed) {
            Observation now = byName.get(each.name());
            if (now != null) {
                each.lookAgain(now, same);
            }
        }
    }

    private boolean isSettled() {
        return followed.stream().allMatch(FollowedFact::isSettled);
    }

    private Observations see(TargetLook.Finding found) {
        protectedUsers = found.protectedUsers();
        return found.facts();
    }

    private DrillCatalogue drills() {
        try (Snapshot now = Snapshot.open(DatabaseSide.TARGET, target)) {
            return Drills.catalogue(now, drillOverrides);
        }
    }

    /** Of every fact that was looked at, or could not be; none before the first look has ended. */
    public List<FactFinding> findings() {
        List<FactFinding> findings = new ArrayList<>();
        if (followed.isEmpty()) {
            first.ifPresent(look -> look.seen().forEach(each -> findings.add(each.finding())));
        } else {
            followed.forEach(each -> findings.add(each.finding()));
        }
        first.ifPresent(look -> findings.addAll(look.skipped()));
        return findings;
    }

    /** Empty when the target has no ledger, or was not looked at. */
    public Optional<ProtectedFinding> protectedUsers() {
        return protectedUsers;
    }
}
