package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code changeover rollback}. */
@Command(
        name = "rollback",
        description =
                "The break-glass way back: the target exactly as it was at a rollback point. Writers wait while it runs.")
final class RollbackCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ConsentOptions consent = new ConsentOptions();

    @Mixin
    private final PointChoice choice = new PointChoice();

    @Option(names = "--to", paramLabel = "NAME", description = "The point.")
    private @Nullable String to;

    @Option(
            names = "--accept-loss",
            description = "Go on although others wrote since the point. What they wrote is lost.")
    private boolean acceptLoss;

    @Option(
            names = "--lock-wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to try to lock the tables. Default: 30.")
    private int lockWait;

    RollbackCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        consent.requireName(configuration);
        return new FullRollback(configuration, surroundings, consent, lockWait)
                .run(points -> choice.of(points, to), acceptLoss, common.json());
    }
}
