package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long one batch is tried again before a person must look.
 *
 * @param collisions attempts that other sessions of the target may spoil; with the lock timeout, two minutes or so
 * @param outage how long the target may be out of reach; shorter than the consumer group waits for a poll
 */
public record RetryLimits(int collisions, Duration outage) {
    public static final RetryLimits STANDARD = new RetryLimits(12, Duration.ofMinutes(10));

    public RetryLimits {
        requireNonNull(outage, "outage");
    }
}
