package dev.changeover.app.pipeline;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.drain.Drain;
import dev.changeover.cutover.drain.DrainAnswer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;

/** Follows a pipeline until it has passed a position of V1. Confined to one thread. */
public final class BoundedRun {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Pipeline pipeline;
    private final Predicate<Duration> stopRequested;

    /**
     * Follows nothing yet.
     *
     * @param stopRequested pauses for the given time, or less when the run shall stop; says whether it shall
     */
    public BoundedRun(Pipeline pipeline, Predicate<Duration> stopRequested) {
        this.pipeline = requireNonNull(pipeline, "pipeline");
        this.stopRequested = requireNonNull(stopRequested, "stopRequested");
    }

    /** Is told, several times a second, what the run waits for. */
    @FunctionalInterface
    public interface Watcher {
        void waitingFor(String where);
    }

    /**
     * Returns when the position is passed or the run was stopped.
     *
     * @throws ProblemException when a stage failed, or nothing moves any more
     */
    public Ending until(long lsn, Watcher watcher) {
        try (Drain drain = pipeline.drain(lsn)) {
            return follow(drain, watcher);
        }
    }

    /**
     * Returns when every row of the table topics is with its user, or the run was stopped.
     *
     * @throws ProblemException when a stage failed, or nothing moves any more
     */
    public Ending untilRowsAreRead(Watcher watcher) {
        try (Drain drain = pipeline.drainOfRows()) {
            return follow(drain, watcher);
        }
    }

    private Ending follow(Drain drain, Watcher watcher) {
        while (true) {
            pipeline.requireAlive();
            DrainAnswer answer = drain.look();
            if (answer instanceof DrainAnswer.Passed passed) {
                return new Ending.Reached(passed.lsn());
            }
            if (answer instanceof DrainAnswer.Stalled stalled) {
                throw stalled(stalled);
            }
            if (answer instanceof DrainAnswer.NotYet notYet) {
                watcher.waitingFor(words(notYet));
            }
            if (stopRequested.test(PAUSE)) {
                return new Ending.Interrupted();
            }
        }
    }

    private static String words(DrainAnswer.NotYet notYet) {
        return notYet.records() < 0
                ? notYet.where()
                : String.format(Locale.ROOT, "%s: %,d records to go", notYet.where(), notYet.records());
    }

    private static ProblemException stalled(DrainAnswer.Stalled stalled) {
        return new ProblemException(new Problem(
                Problem.Kind.INCONCLUSIVE,
                "The pipeline stands still at " + stalled.stage(),
                stalled.reason(),
                "read the log file, and start the command again: it goes on where it stopped"));
    }
}
