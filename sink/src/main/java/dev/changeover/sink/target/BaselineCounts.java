package dev.changeover.sink.target;

/** What the baseline found. {@code stale + isProtected} are all users that the target had. */
public record BaselineCounts(long stale, long isProtected, long pending, long skipped) {}
