package dev.changeover.verifier.fact;

import static java.util.Objects.requireNonNull;

import dev.changeover.verifier.report.FactFinding;

/**
 * What one look saw of a fact.
 *
 * @param looked how many rows were looked at
 * @param unread how many of those could not be read
 */
record Observation(
        String name,
        String subject,
        Fact.About about,
        boolean dependsOnDrills,
        long looked,
        long unread,
        Contradictions contradictions) {

    Observation {
        requireNonNull(name, "name");
        requireNonNull(subject, "subject");
        requireNonNull(about, "about");
        requireNonNull(contradictions, "contradictions");
    }

    boolean isContradicted() {
        return !contradictions.isEmpty();
    }

    /** The same, where only that contradicts which did at the earlier look of the same fact, too. */
    Observation confirming(Observation earlier) {
        return new Observation(
                name, subject, about, dependsOnDrills, looked, unread, contradictions.alsoIn(earlier.contradictions));
    }

    FactFinding finding() {
        return finding(isContradicted() ? FactFinding.Status.FAIL : FactFinding.Status.PASS, "");
    }

    /** As one that may hold when the pipeline has come further. */
    FactFinding leftOpen() {
        return finding(FactFinding.Status.WARN, "; not settled");
    }

    private FactFinding finding(FactFinding.Status status, String end) {
        String found = isContradicted()
                ? contradictions.count() + " of " + looked + " " + subject + " contradict, V2 ids "
                        + contradictions.ids()
                : looked + " " + subject + " looked at";
        String apart = unread == 0 ? "" : "; " + unread + " with JSON the server cannot read, or held back, left out";
        return new FactFinding(name, status, found + apart + end, about == Fact.About.MIGRATED_ROWS ? looked : 0);
    }
}
