package dev.changeover.app.pipeline;

/** How a run ended that nothing broke. */
public sealed interface Ending {
    /** The target has all that V1 had committed at this position. */
    record Reached(long lsn) implements Ending {}

    /** Somebody stopped it; what was committed until then stays, and the next run goes on from there. */
    record Interrupted() implements Ending {}
}
