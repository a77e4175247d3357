package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.WayBack;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.cutover.point.PointData;
import dev.changeover.cutover.point.RollbackPoints;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code changeover rollback-point check}. */
@Command(
        name = "check",
        description =
                "Proves that a point can be restored: asks what a rollback asks before it begins, restores it into a scratch schema of the target, in a transaction that is"
                        + " rolled back, and compares every row.")
final class RollbackPointCheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final PointChoice choice = new PointChoice();

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The point.")
    private @Nullable String name;

    RollbackPointCheckCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        choice.requireAtMostOne(name);
        Configuration configuration = common.load(surroundings);
        String environment = configuration.environment().code();
        WayBack back = new WayBack(configuration);
        RollbackPoints points = back.points();
        PointData point = choice.of(points, name);
        long started = System.nanoTime();
        back.rollback(Duration.ZERO, surroundings.interruption()::pause).require(point); // what a rollback would refuse
        long rows = points.check(point);
        double seconds = (System.nanoTime() - started) / 1e9;
        Terminal terminal = surroundings.terminal();
        if (common.json()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("name", point.manifest().name());
            answer.put("environment", environment);
            answer.put("database", point.manifest().target().database());
            answer.put("verdict", "match");
            answer.put("rows", rows);
            answer.put("tables", point.manifest().tables().size());
            answer.put("seconds", seconds);
            terminal.data(JsonText.of(answer));
        } else {
            terminal.data(String.format(
                    Locale.ROOT,
                    "%s of %s can be restored to %s: %,d rows restored and compared, in %.1f s",
                    point.manifest().name(),
                    environment,
                    point.manifest().target().database(),
                    rows,
                    seconds));
        }
        return 0;
    }
}
