package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.WayBack;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.cutover.point.PointManifest;
import dev.changeover.cutover.point.Retention;
import dev.changeover.cutover.point.RollbackPoints;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code changeover rollback-point create}. */
@Command(
        name = "create",
        description =
                "Copies everything that a migration may change, as of one moment, into the state directory. Changes nothing"
                        + " in the target, and keeps nobody waiting.")
final class RollbackPointCreateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Option(names = "--name", paramLabel = "NAME", description = "Its name. Default: date and time.")
    private @Nullable String name;

    @Option(names = "--keep", paramLabel = "N", description = "Afterwards, delete all but the N newest points.")
    private @Nullable Integer keep;

    @Option(
            names = "--keep-days",
            paramLabel = "D",
            description =
                    "Afterwards, delete points older than D days. With --keep: those that neither option keeps. A point"
                            + " from before a first write, or before there was a ledger, always stays.")
    private @Nullable Integer keepDays;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    RollbackPointCreateCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Retention retention = new Retention(
                atLeastOne("--keep", keep), atLeastOne("--keep-days", keepDays).map(Duration::ofDays));
        Configuration configuration = common.load(surroundings);
        return recorded.run(configuration, () -> create(configuration, retention));
    }

    private int create(Configuration configuration, Retention retention) {
        RunLog.open(configuration, "rollback-point-create");
        long started = System.nanoTime();
        RollbackPoints points = new WayBack(configuration).points();
        PointManifest point = points.create(Optional.ofNullable(name), surroundings.interruption()::heed);
        boolean pruned = points.prune(retention, surroundings.interruption()::isRequested);
        double seconds = (System.nanoTime() - started) / 1e9;
        if (common.json()) {
            Map<String, Object> answer = PointLines.json(point);
            answer.put("seconds", seconds);
            surroundings.terminal().data(JsonText.of(answer));
        } else {
            surroundings
                    .terminal()
                    .data(String.format(Locale.ROOT, "Made %s, in %.1f s", PointLines.summary(point), seconds));
        }
        if (!pruned) {
            surroundings
                    .terminal()
                    .message("Interrupted. The point is made; not all older ones were deleted that were to go.");
            return CommandLineInterface.INTERRUPTED;
        }
        return 0;
    }

    private Optional<Integer> atLeastOne(String option, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new ParameterException(spec.commandLine(), option + " must be at least 1, but is " + value);
        }
        return Optional.ofNullable(value);
    }
}
