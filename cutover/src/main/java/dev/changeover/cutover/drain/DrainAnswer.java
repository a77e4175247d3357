package dev.changeover.cutover.drain;

import static java.util.Objects.requireNonNull;

/** Whether the pipeline has passed a position. Never a guess from "lag is zero". */
public sealed interface DrainAnswer {
    /** What V1 committed up to this position, and all it causes, has gone through the sink. */
    record Passed(long lsn) implements DrainAnswer {}

    /**
     * It is on its way.
     *
     * @param where {@code capture}, {@code snapshot}, or the part of the pipeline that still has records before it
     * @param records how many at most; transaction markers count too; -1 when that cannot be known yet
     */
    record NotYet(String where, long records) implements DrainAnswer {
        public NotYet {
            requireNonNull(where, "where");
        }
    }

    /** Nothing moves, and nobody is there to move it. */
    record Stalled(String stage, String reason) implements DrainAnswer {
        public Stalled {
            requireNonNull(stage, "stage");
            requireNonNull(reason, "reason");
        }
    }
}
