package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.config.Environment;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.preflight.Preflight;
import dev.changeover.cutover.preflight.finding.PreflightReport;
import dev.changeover.cutover.preflight.report.HtmlReport;
import dev.changeover.cutover.preflight.report.JsonReport;
import dev.changeover.cutover.preflight.report.TextReport;
import dev.changeover.cutover.preflight.scene.PreflightConfig;
import dev.changeover.cutover.preflight.scene.StatePlace;
import dev.changeover.local.StateDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code changeover preflight}. */
@Command(
        name = "preflight",
        description =
                "Checks everything that a migration needs, and says what to do about what is missing. Writes nothing;"
                        + " what it tries in the target is rolled back.")
final class PreflightCommand implements Callable<Integer> {
    /** From this age on a transaction is worth a word. */
    private static final Duration LONG_TRANSACTION = Duration.ofMinutes(1);

    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--report", paramLabel = "FILE", description = "Also write a page that a browser shows.")
    private @Nullable Path page;

    PreflightCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        ReportFile file = ReportFile.of(surroundings, page);
        PreflightReport report = Preflight.run(config(configuration));
        if (common.json()) {
            surroundings.terminal().data(JsonReport.of(report));
        } else {
            TextReport.of(report).forEach(surroundings.terminal()::data);
        }
        file.write(() -> HtmlReport.of(report));
        return report.exitCode();
    }

    private static PreflightConfig config(Configuration configuration) {
        Environment environment = configuration.environment();
        Map<String, DatabaseAddress> others = new HashMap<>();
        if (environment == Environment.STAGING) {
            configuration.databases().configuredProduction().ifPresent(it -> others.put("V2_DATABASE_URL", it));
        } else {
            configuration.databases().configuredStaging().ifPresent(it -> others.put("STAGING_DATABASE_URL", it));
        }
        return new PreflightConfig(
                environment == Environment.PRODUCTION,
                configuration.databases().v1(),
                configuration.databases().target(environment),
                others,
                configuration.capture().slot(),
                configuration.capture().publication(),
                configuration.targetTopics(),
                configuration.partitions(),
                configuration.drills().overrides(),
                configuration.sink().createIndexes(),
                configuration.sink().threads(),
                place(configuration.stateDirectory()),
                configuration.bootstrapServers(),
                LONG_TRANSACTION);
    }

    private static StatePlace place(Path directory) {
        try {
            return new StatePlace(directory, StateDirectory.owner(directory), StateDirectory.brokerAddress(directory));
        } catch (ProblemException e) {
            // It cannot be read: the check of that name says so.
            return new StatePlace(directory, OptionalLong.empty(), Optional.empty());
        }
    }
}
