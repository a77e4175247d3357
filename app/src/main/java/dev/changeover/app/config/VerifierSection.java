package dev.changeover.app.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The section {@code verifier}, for {@code run verifier}.
 *
 * @param period in which every user is looked at once, {@code verifier.period}
 * @param maxRowsPerSecond most rows that are read from each database, {@code verifier.maxRowsPerSecond}
 */
public record VerifierSection(Duration period, int maxRowsPerSecond) {
    private static final Duration DEFAULT_PERIOD = Duration.ofMinutes(10);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int DEFAULT_ROWS = 10_000;
    private static final int MOST_ROWS = 1_000_000;

    public VerifierSection {
        requireNonNull(period, "period");
        if (period.compareTo(SHORTEST) < 0) {
            throw Invalid.value("verifier.period", period.toMillis() + "ms", "1s or longer");
        }
    }

    static VerifierSection of(Settings settings) {
        return new VerifierSection(
                settings.duration(Setting.VERIFIER_PERIOD, DEFAULT_PERIOD),
                settings.number(Setting.VERIFIER_MAX_ROWS, DEFAULT_ROWS, 1, MOST_ROWS));
    }
}
