package dev.changeover.torture;

import static java.util.Objects.requireNonNull;

import dev.changeover.torture.oracle.Findings;
import dev.changeover.torture.work.Strike;
import java.util.List;

/**
 * How one round ended.
 *
 * @param fault its name
 * @param v1Commits acknowledged by V1 during the round
 * @param v2Commits acknowledged by V2 to the Android application during the round
 */
public record RoundResult(String fault, List<Strike> strikes, long v1Commits, long v2Commits, Findings findings) {
    public RoundResult {
        requireNonNull(fault, "fault");
        strikes = List.copyOf(strikes);
        requireNonNull(findings, "findings");
    }
}
