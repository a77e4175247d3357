package dev.changeover.bench.load;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;

/**
 * How busy V1 is.
 *
 * @param clients connections, each with one transaction at a time
 * @param perSecond transactions of all clients together; 0 for a closed loop, in which each begins the next when the last is committed
 * @param seed decides what happens in which order
 */
public record LoadConfig(DatabaseAddress v1, int clients, int perSecond, long seed) {
    public LoadConfig {
        requireNonNull(v1, "v1");
        if (clients < 1 || perSecond < 0) {
            throw new IllegalArgumentException(
                    "A load has at least one client and no negative rate, but " + clients + " and " + perSecond);
        }
    }
}
