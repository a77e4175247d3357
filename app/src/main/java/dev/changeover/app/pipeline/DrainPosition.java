package dev.changeover.app.pipeline;

import static java.util.Objects.requireNonNull;

import dev.changeover.cutover.drain.Drain;
import dev.changeover.cutover.drain.DrainAnswer;
import dev.changeover.verifier.content.PipelinePosition;
import java.time.Duration;
import java.util.function.LongFunction;

/** Lets the verifier ask the drain. Confined to one thread. */
public final class DrainPosition implements PipelinePosition {
    private static final long PAUSE_MILLIS = 100;

    private final LongFunction<Drain> drains;

    /**
     * Opens one drain for each question.
     *
     * @param drains opens a drain towards a position of V1
     */
    public DrainPosition(LongFunction<Drain> drains) {
        this.drains = requireNonNull(drains, "drains");
    }

    @Override
    public Answer awaitPassed(long lsn, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        try (Drain drain = drains.apply(lsn)) {
            while (true) {
                DrainAnswer answer = drain.look();
                if (answer instanceof DrainAnswer.Passed) {
                    return new Answer.Passed();
                }
                if (answer instanceof DrainAnswer.Stalled stalled) {
                    return new Answer.Stalled(stalled.stage(), stalled.reason());
                }
                if (answer instanceof DrainAnswer.NotYet notYet && System.nanoTime() >= deadline) {
                    return new Answer.NotYet(notYet.where());
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
