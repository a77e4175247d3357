package dev.changeover.app.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The section {@code sink}.
 *
 * @param threads that write to the target; more than partitions are of no use, {@code sink.threads}
 * @param batchSize most users in one transaction, {@code sink.batchSize}
 * @param batchDelay pause after each batch, {@code sink.batchDelay}
 * @param maxErrors at how many users that cannot be written a run stops; 0 means never, {@code sink.maxErrors}
 * @param createIndexes whether the sink may make the indexes that it needs, {@code sink.createIndexes}
 */
public record SinkSection(
        int threads,
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

    private static final int MAX_THREADS = 64;
    private static final int MAX_BATCH = 5_000;
    private static final int DEFAULT_THREADS = 2;
    private static final int DEFAULT_BATCH = 200;

    public SinkSection {
        requireNonNull(batchDelay, "batchDelay");
        requireNonNull(failureMode, "failureMode");
    }

    static SinkSection of(Settings settings) {
        return new SinkSection(
                settings.number(Setting.SINK_THREADS, DEFAULT_THREADS, 1, MAX_THREADS),
                settings.number(Setting.SINK_BATCH_SIZE, DEFAULT_BATCH, 1, MAX_BATCH),
                settings.duration(Setting.SINK_BATCH_DELAY, Duration.ZERO),
                settings.of(Setting.SINK_FAILURE_MODE)
                        .map(SinkSection::failureMode)
                        .orElse(FailureMode.QUARANTINE),
                settings.number(Setting.SINK_MAX_ERRORS, 0, 0, Integer.MAX_VALUE),
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
