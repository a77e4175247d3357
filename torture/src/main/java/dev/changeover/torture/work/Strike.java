package dev.changeover.torture.work;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * One fault that struck.
 *
 * @param what what was done, for people
 * @param inFlight commits that V1 had acknowledged before it, and that V2 did not have when it had struck
 * @param recovery from the strike until all of those, and work that came after it for every probed user, were in V2
 */
public record Strike(String what, int inFlight, Duration recovery) {
    public Strike {
        requireNonNull(what, "what");
        requireNonNull(recovery, "recovery");
    }
}
