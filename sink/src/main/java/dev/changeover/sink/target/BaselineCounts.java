package dev.changeover.sink.target;

/** The users that the target had at the baseline, by class. */
public record BaselineCounts(long stale, long isProtected) {}
