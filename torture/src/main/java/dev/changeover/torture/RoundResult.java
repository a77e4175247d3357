package dev.changeover.torture;

import static java.util.Objects.requireNonNull;

import dev.changeover.torture.oracle.Findings;
import dev.changeover.torture.work.Strike;
import java.time.Duration;
import java.util.List;

/**
 * How one round ended.
 *
 * @param fault its name
 * @param cleanStops stages that stopped by themselves as they have to, and said why and what to do
 * @param v1Commits acknowledged by V1 during the round
 * @param v2Commits acknowledged by V2 to the Android application during the round
 * @param took from the first commit to the judgement
 */
public record RoundResult(
        String fault,
        List<Strike> strikes,
        int cleanStops,
        long v1Commits,
        long v2Commits,
        Findings findings,
        Duration took) {
    public RoundResult {
        requireNonNull(fault, "fault");
        strikes = List.copyOf(strikes);
        requireNonNull(findings, "findings");
        requireNonNull(took, "took");
    }
}
