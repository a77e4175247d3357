package dev.changeover.sink;

/**
 * How far a run is.
 *
 * @param documents applied, refused or found stale since the start
 * @param usersPerSecond over the last seconds; 0 when nothing is going on
 */
public record SinkProgress(long documents, double usersPerSecond) {}
