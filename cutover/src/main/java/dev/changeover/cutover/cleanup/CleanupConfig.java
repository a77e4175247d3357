package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to take back, and where it is.
 *
 * @param environment {@code staging} or {@code production}
 * @param otherEnvironment the one that is not cleaned up
 * @param v1 empty: V1 is left out
 * @param target empty: the target is left out
 * @param otherTarget the other environment's, if one is configured
 * @param withoutOther whether the other environment is left out where it cannot be asked
 * @param bootstrapServers of a broker of the operator's; empty: the broker is embedded
 * @param withoutBroker whether the broker is left out, whichever it is
 * @param slot its name in V1, likewise {@code publication}
 * @param archive where the ledger is written to before it goes
 * @param withRollbackPoints whether this environment's rollback points go too
 */
public record CleanupConfig(
        String environment,
        String otherEnvironment,
        Optional<DatabaseAddress> v1,
        Optional<DatabaseAddress> target,
        Optional<DatabaseAddress> otherTarget,
        boolean withoutOther,
        Optional<String> bootstrapServers,
        boolean withoutBroker,
        String slot,
        String publication,
        Path stateDirectory,
        Path archive,
        boolean withRollbackPoints) {
    public CleanupConfig {
        requireNonNull(environment, "environment");
        requireNonNull(otherEnvironment, "otherEnvironment");
        requireNonNull(v1, "v1");
        requireNonNull(target, "target");
        requireNonNull(otherTarget, "otherTarget");
        requireNonNull(bootstrapServers, "bootstrapServers");
        requireNonNull(slot, "slot");
        requireNonNull(publication, "publication");
        requireNonNull(stateDirectory, "stateDirectory");
        requireNonNull(archive, "archive");
    }

    /** Whether nobody says what the other environment uses. */
    boolean otherIsUnknown() {
        return otherTarget.isEmpty() && !withoutOther;
    }
}
