package dev.changeover.app.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The section {@code sink}.
 *
 * @param workers threads that write to the target, {@code sink.workers}
 * @param batchSize most users in one transaction, {@code sink.batchSize}
 * @param batchDelay pause after each batch, {@code sink.batchDelay}
 * @param maxErrors after how many quarantined users of a run it stops, {@code sink.maxErrors}
 * @param createIndexes whether the sink may make the indexes that it needs, {@code sink.createIndexes}
 */
public record SinkSection(
        int workers,
        int batchSize,
        Duration batchDelay,
        FailureMode failureMode,
        int maxErrors,
        boolean createIndexes) {

    /** What happens to a user that the target refuses. */
    public enum FailureMode {
        QUARANTINE,
        STOP
    }

    private static final int MAX_WORKERS = 64;
    private static final int MAX_BATCH = 5_000;
    private static final int DEFAULT_WORKERS = 2;
    private static final int DEFAULT_BATCH = 250;

    public SinkSection {
        requireNonNull(batchDelay, "batchDelay");
        requireNonNull(failureMode, "failureMode");
    }

    static SinkSection of(Settings settings) {
        return new SinkSection(
                settings.number(Setting.SINK_WORKERS, DEFAULT_WORKERS, 1, MAX_WORKERS),
                settings.number(Setting.SINK_BATCH_SIZE, DEFAULT_BATCH, 1, MAX_BATCH),
                settings.duration(Setting.SINK_BATCH_DELAY, Duration.ZERO),
                settings.of(Setting.SINK_FAILURE_MODE)
                        .map(SinkSection::failureMode)
                        .orElse(FailureMode.QUARANTINE),
                settings.number(Setting.SINK_MAX_ERRORS, Integer.MAX_VALUE, 0, Integer.MAX_VALUE),
                settings.truth(Setting.SINK_CREATE_INDEXES, true));
    }

    private static FailureMode failureMode(Given given) {
        return switch (given.value()) {
            case "quarantine" -> FailureMode.QUARANTINE;
            case "stop" -> FailureMode.STOP;
            default -> throw Invalid.value(given.origin(), given.value(), "quarantine or stop");
        };
    }
}
