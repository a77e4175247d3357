package dev.changeover.torture;

import dev.changeover.torture.oracle.Findings;
import dev.changeover.torture.oracle.Plant;
import java.time.Duration;
import java.util.List;

/**
 * What a run found.
 *
 * @param plantedNotFound corruptions that were planted and that the oracle did not see: then nothing that it says counts
 */
public record TortureReport(long seed, List<RoundResult> rounds, List<Plant> plantedNotFound, Duration took) {
    private static final int MISMATCH = 4;
    private static final int INCONCLUSIVE = 5;

    public TortureReport {
        rounds = List.copyOf(rounds);
        plantedNotFound = List.copyOf(plantedNotFound);
    }

    /** Of all rounds together. */
    public Findings findings() {
        return rounds.stream().map(RoundResult::findings).reduce(Findings.NONE, Findings::plus);
    }

    public Recoveries recoveries() {
        return Recoveries.of(rounds);
    }

    /** 4 when something is wrong with the data, 5 when that cannot be told, else 0. */
    public int exitCode() {
        Findings all = findings();
        if (!plantedNotFound.isEmpty()) {
            return INCONCLUSIVE;
        }
        if (all.isContradicted()) {
            return MISMATCH;
        }
        return all.unverified().isEmpty() ? 0 : INCONCLUSIVE;
    }
}
