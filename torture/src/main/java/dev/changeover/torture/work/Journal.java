package dev.changeover.torture.work;

/**
 * What the applications were told is written, against what is there when all is quiet.
 *
 * @param v1Commits acknowledged to the Apple application and the probes
 * @param v2Commits acknowledged to the Android application
 * @param lost probes that V1 acknowledged and V2 does not have
 * @param doubled probes that V2 has more than once
 * @param changedInV1 rows that V1 acknowledged and does not have as they were written: V1 itself broke its word
 * @param androidTouched rows of Android users that are not as they left them
 */
public record Journal(long v1Commits, long v2Commits, long lost, long doubled, long changedInV1, long androidTouched) {}
