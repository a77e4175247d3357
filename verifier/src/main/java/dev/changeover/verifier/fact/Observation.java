package dev.changeover.verifier.fact;

import static java.util.Objects.requireNonNull;

import dev.changeover.verifier.fact.Contradictions.Each;
import dev.changeover.verifier.report.FactFinding;
import java.util.List;

/**
 * What one look saw of a fact.
 *
 * @param looked how many rows were looked at
 * @param unread how many of those could not be read
 */
record Observation(Fact fact, long looked, long unread, Contradictions contradictions) {
    /** The longest list of V2 ids that a finding shows, in characters. */
    private static final int SHOWN = 60;

    Observation {
        requireNonNull(fact, "fact");
        requireNonNull(contradictions, "contradictions");
    }

    /** As it stands in a target that nobody writes to. */
    FactFinding finding() {
        return contradictions.isEmpty()
                ? holding()
                : finding(
                        FactFinding.Status.FAIL,
                        contradicting(String.valueOf(contradictions.total()), contradictions.listed()),
                        "");
    }

    FactFinding holding() {
        return finding(FactFinding.Status.PASS, looked + " " + fact.subject() + " looked at", "");
    }

    /** Violated by these, and perhaps by others. */
    FactFinding violatedBy(List<Each> confirmed) {
        return finding(FactFinding.Status.FAIL, contradicting("at least " + confirmed.size(), confirmed), "");
    }

    /** Contradicted by these, which may be under way. */
    FactFinding leftOpen(List<Each> open) {
        return finding(FactFinding.Status.WARN, contradicting("at least " + open.size(), open), "; not settled");
    }

    private String contradicting(String count, List<Each> which) {
        String ids = String.join(", ", which.stream().map(Each::id).toList());
        return count + " of " + looked + " " + fact.subject() + " contradict, V2 ids "
                + (ids.length() <= SHOWN ? ids : ids.substring(0, SHOWN));
    }

    private FactFinding finding(FactFinding.Status status, String found, String end) {
        String apart = unread == 0 ? "" : "; " + unread + " with JSON the server cannot read, or held back, left out";
        return new FactFinding(
                fact.name(), status, found + apart + end, fact.about() == Fact.About.MIGRATED_ROWS ? looked : 0);
    }
}
