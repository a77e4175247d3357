package dev.changeover.sink.target;

import java.time.Duration;
import java.util.List;

/** The indexes on foreign keys that the sink needs, since V2 has none. */
public final class TargetIndexes {
    private TargetIndexes() {}

    /**
     * Makes the indexes that are missing, one after the other, without blocking writers. One sink does it, others wait for it. An index
     * left invalid by a killed build is dropped and built again.
     *
     * @param patience how long one build may be blocked by somebody else's transaction
     * @return the names of the indexes built now
     * @throws dev.changeover.contract.stage.ProblemException if a build is blocked for longer, naming the session that blocks it
     */
    public static List<String> ensure(TargetDatabase database, Duration patience) {
        throw new UnsupportedOperationException();
    }
}
