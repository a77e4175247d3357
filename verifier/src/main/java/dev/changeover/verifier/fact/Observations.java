package dev.changeover.verifier.fact;

import dev.changeover.verifier.report.FactFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What one look saw of all facts. */
public final class Observations {
    private final List<Observation> seen;
    private final List<FactFinding> skipped;

    Observations(List<Observation> seen, List<FactFinding> skipped) {
        this.seen = List.copyOf(seen);
        this.skipped = List.copyOf(skipped);
    }

    /** Before anything was looked at. */
    public static Observations none() {
        return new Observations(List.of(), List.of());
    }

    public boolean isAnyContradicted() {
        return seen.stream().anyMatch(Observation::isContradicted);
    }

    /** Whether a fact is violated that a change of the target's drills violates by itself. */
    public boolean isAnyOfDrillsContradicted() {
        return seen.stream().anyMatch(each -> each.isContradicted() && each.dependsOnDrills());
    }

    /** The same, where only that contradicts which did at the earlier look, too. */
    public Observations confirming(Observations earlier) {
        Map<String, Observation> before =
                earlier.seen.stream().collect(Collectors.toMap(Observation::name, Function.identity()));
        return new Observations(
                seen.stream()
                        .map(each -> before.containsKey(each.name()) ? each.confirming(before.get(each.name())) : each)
                        .toList(),
                skipped);
    }

    public List<FactFinding> findings() {
        return findingsLeavingOpen(each -> false);
    }

    /** What contradicts is shown as not settled. */
    public List<FactFinding> findingsLeftOpen() {
        return findingsLeavingOpen(each -> true);
    }

    /** What contradicts is shown as not settled where a change of the target's drills may be the reason. */
    public List<FactFinding> findingsLeftOpenForDrills() {
        return findingsLeavingOpen(Observation::dependsOnDrills);
    }

    private List<FactFinding> findingsLeavingOpen(Predicate<Observation> isOpen) {
        List<FactFinding> findings = new ArrayList<>();
        for (Observation each : seen) {
            findings.add(each.isContradicted() && isOpen.test(each) ? each.leftOpen() : each.finding());
        }
        findings.addAll(skipped);
        return findings;
    }
}
