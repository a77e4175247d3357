package dev.changeover.local.sample;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;

/**
 * How busy both applications are.
 *
 * @param v1PerSecond transactions of the Apple app; 0 for none
 * @param v2PerSecond transactions of the Android app; 0 for none
 * @param seed decides what happens in which order
 * @param changesIdentities whether users of the sample, too, change their email or are deleted now and then; otherwise only
 *     those who signed up during the workload do, and the sample's numbers of users stay as documented
 */
public record LiveWorkloadConfig(
        DatabaseAddress v1,
        DatabaseAddress v2,
        double v1PerSecond,
        double v2PerSecond,
        long seed,
        boolean changesIdentities) {
    public LiveWorkloadConfig {
        requireNonNull(v1, "v1");
        requireNonNull(v2, "v2");
        if (!(v1PerSecond >= 0 && v2PerSecond >= 0)) {
            throw new IllegalArgumentException(
                    "A rate is 0 or more a second, but is " + v1PerSecond + " and " + v2PerSecond);
        }
    }

    /** Twenty transactions a second on each side. */
    public static LiveWorkloadConfig between(DatabaseAddress v1, DatabaseAddress v2) {
        return new LiveWorkloadConfig(v1, v2, 20, 20, 1, false);
    }
}
