package dev.changeover.sink.apply;

import dev.changeover.contract.stage.Problem;
import java.time.Duration;

/** How the applier waits, and whom it tells. Called from the applier's thread. */
public interface Patience {
    /** The target does not serve; the same batch is tried again. May be called many times. */
    void waiting(Problem problem);

    /** The target serves again. Called after each success. */
    void serving();

    /**
     * Returns after this time, or at once when the stage stops.
     *
     * @throws InterruptedException if the stage stops: nothing of the batch is committed then
     */
    void pause(Duration time) throws InterruptedException;
}
