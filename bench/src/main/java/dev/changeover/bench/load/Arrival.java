package dev.changeover.bench.load;

/**
 * A mark that V2 has shown.
 *
 * @param committedNanos when V1 had acknowledged it
 * @param latencyNanos from then until V2 showed it
 */
public record Arrival(long committedNanos, long latencyNanos) {}
