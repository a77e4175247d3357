package dev.changeover.verifier.fact;

import dev.changeover.verifier.report.FactFinding;

/** A fact through several looks, while a pipeline writes. Confined to one thread. */
final class FollowedFact {
    private Observation latest;
    private final Suspects suspects;

    FollowedFact(Observation first) {
        this.latest = first;
        this.suspects = new Suspects(first.contradictions());
    }

    String name() {
        return latest.fact().name();
    }

    boolean isSettled() {
        return latest.fact().settling() == Fact.Settling.AT_ONCE || suspects.areSettled();
    }

    /** Takes a later look; what is settled stays as it is. */
    void lookAgain(Observation later, boolean areDrillsTheSame) {
        if (isSettled()) {
            return;
        }
        latest = later;
        if (areDrillsTheSame || later.fact().settling() == Fact.Settling.AFTER_THE_PIPELINE) {
            suspects.lookAgain(later.contradictions());
        } else {
            suspects.startAgain(later.contradictions());
        }
    }

    FactFinding finding() {
        if (latest.fact().settling() == Fact.Settling.AT_ONCE) {
            return latest.finding();
        }
        if (suspects.isAnyConfirmed()) {
            return latest.violatedBy(suspects.confirmed());
        }
        return suspects.isAnyOpen() ? latest.leftOpen(suspects.open()) : latest.holding();
    }
}
