package dev.changeover.torture;

import dev.changeover.torture.work.Strike;
import java.time.Duration;
import java.util.List;

/**
 * How long it took until the pipeline was back, over all strikes.
 *
 * @param strikes how many were recovered from
 * @param p95 the smallest time that 95 % of them did not exceed
 */
public record Recoveries(int strikes, Duration median, Duration p95, Duration max) {
    private static final double P95 = 0.95;

    public static Recoveries of(List<RoundResult> rounds) {
        List<Duration> sorted = rounds.stream()
                .flatMap(round -> round.strikes().stream())
                .map(Strike::recovery)
                .sorted()
                .toList();
        return new Recoveries(sorted.size(), at(sorted, 0.5), at(sorted, P95), at(sorted, 1));
    }

    private static Duration at(List<Duration> sorted, double share) {
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
