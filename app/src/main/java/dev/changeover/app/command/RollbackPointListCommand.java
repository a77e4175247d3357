package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.pipeline.WayBack;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.cutover.point.PointManifest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code changeover rollback-point list}. */
@Command(name = "list", description = "The complete points of the environment, oldest first.")
final class RollbackPointListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    RollbackPointListCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        List<PointManifest> points =
                new WayBack(common.load(surroundings)).points().list();
        Terminal terminal = surroundings.terminal();
        if (common.json()) {
            terminal.data(JsonText.of(
                    Map.of("points", points.stream().map(PointLines::json).toList())));
        } else if (points.isEmpty()) {
            terminal.data("No rollback points.");
        } else {
            points.forEach(point -> terminal.data(PointLines.summary(point)));
        }
        return 0;
    }
}
