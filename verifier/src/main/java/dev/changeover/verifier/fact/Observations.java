package dev.changeover.verifier.fact;

import dev.changeover.verifier.report.FactFinding;
import java.util.List;

/** What one look saw of all facts, and which it could not look at. */
record Observations(List<Observation> seen, List<FactFinding> skipped) {
    Observations {
        seen = List.copyOf(seen);
        skipped = List.copyOf(skipped);
    }
}
