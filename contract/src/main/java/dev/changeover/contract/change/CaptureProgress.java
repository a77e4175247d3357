package dev.changeover.contract.change;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * How far capture has come, as it says about once a second on its progress topic.
 *
 * @param run a random id of this run of capture: an acknowledgement counts only within the run that gave it
 * @param acknowledgedLsn everything that V1 committed up to here is acknowledged by the broker; 0 before that is known
 * @param at for people; nothing may depend on it
 */
public record CaptureProgress(String run, State state, int generation, long acknowledgedLsn, Instant at) {
    /** What capture is doing. */
    public enum State {
        STARTING,
        SNAPSHOT,
        STREAMING,
        STOPPED
    }

    public CaptureProgress {
        requireNonNull(run, "run");
        requireNonNull(state, "state");
        requireNonNull(at, "at");
    }
}
