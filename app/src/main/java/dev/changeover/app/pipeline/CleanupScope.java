package dev.changeover.app.pipeline;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.config.Environment;
import dev.changeover.capture.SlotTrace;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.cleanup.Cleanup;
import dev.changeover.cutover.cleanup.CleanupConfig;
import dev.changeover.cutover.cleanup.LedgerHands;
import dev.changeover.local.BrokerLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What of an environment is taken back.
 *
 * @param archive where its ledger goes
 * @param withoutV1 whether V1 is left out, likewise the target and the broker
 * @param withoutOther whether the other environment is left out where it cannot be asked
 */
public record CleanupScope(
        Path archive,
        boolean withRollbackPoints,
        boolean withoutV1,
        boolean withoutTarget,
        boolean withoutBroker,
        boolean withoutOther) {
    public CleanupScope {
        requireNonNull(archive, "archive");
    }

    Cleanup cleanup(Configuration configuration) {
        Environment environment = configuration.environment();
        Optional<DatabaseAddress> target = database(withoutTarget, "--without-target", () -> configuration
                .databases()
                .target(environment));
        Environment other = environment == Environment.STAGING ? Environment.PRODUCTION : Environment.STAGING;
        CleanupConfig config = new CleanupConfig(
                environment.code(),
                other.code(),
                database(withoutV1, "--without-v1", () -> configuration
                        .databases()
                        .v1()),
                target,
                other == Environment.STAGING
                        ? configuration.databases().configuredStaging()
                        : configuration.databases().configuredProduction(),
                withoutOther,
                configuration.bootstrapServers(),
                withoutBroker,
                configuration.capture().slot(),
                configuration.capture().publication(),
                configuration.stateDirectory(),
                archive,
                withRollbackPoints);
        LedgerHands ledger = new CleanupLedger(target, environment.code());
        return new Cleanup(config, ledger, trace(configuration)::doubt, Clock.systemUTC());
    }

    /** An embedded broker need not run for it: a look makes nothing. */
    private static SlotTrace trace(Configuration configuration) {
        BrokerLog embedded = new BrokerLog(configuration.stateDirectory().resolve("broker"));
        return configuration
                .bootstrapServers()
                .map(SlotTrace::ofBroker)
                .orElseGet(() -> new SlotTrace(embedded::latest));
    }

    private static Optional<DatabaseAddress> database(
            boolean without, String option, Supplier<DatabaseAddress> configured) {
        if (without) {
            return Optional.empty();
        }
        try {
            return Optional.of(configured.get());
        } catch (ProblemException e) {
            Problem problem = e.problem();
            throw new ProblemException(
                    new Problem(
                            problem.kind(),
                            problem.what(),
                            problem.why(),
                            problem.remedy() + "; if that database is gone for good, leave it out with " + option),
                    e);
        }
    }
}
