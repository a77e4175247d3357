package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.WayBack;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.cutover.point.RollbackPoints;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code changeover rollback-point delete}. */
@Command(name = "delete", description = "Deletes a point. There is no way back to it afterwards.")
final class RollbackPointDeleteCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ConsentOptions consent = new ConsentOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Parameters(paramLabel = "NAME", description = "The point.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    RollbackPointDeleteCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        consent.requireName(configuration);
        return recorded.run(configuration, () -> delete(configuration));
    }

    private int delete(Configuration configuration) {
        RunLog.open(configuration, "rollback-point-delete");
        RollbackPoints points = new WayBack(configuration).points();
        String what = points.list().stream()
                .filter(point -> point.name().equals(name))
                .map(PointLines::summary)
                .findFirst()
                .orElse(name + ", which is not complete");
        consent.require(
                configuration,
                surroundings,
                List.of("Deletes the rollback point " + what, "Nobody can go back to it then."));
        surroundings.interruption().heed();
        points.delete(name);
        surroundings.terminal().data(common.json() ? JsonText.of(Map.of("deleted", name)) : "Deleted " + name);
        return 0;
    }
}
