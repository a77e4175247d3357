package dev.changeover.app.command;

import dev.changeover.cutover.point.PointData;
import dev.changeover.cutover.point.RollbackPoints;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Names one point, or means the newest. */
final class PointChoice {
    @Option(names = "--latest", description = "The newest point. The default.")
    private boolean latest;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    boolean isLatest() {
        return latest;
    }

    /** Refuses a name and {@code --latest} in one command. */
    void requireAtMostOne(@Nullable String name) {
        if (name != null && latest) {
            throw new ParameterException(spec.commandLine(), "A name and --latest exclude each other");
        }
    }

    /** The point of that name, else the latest. */
    PointData of(RollbackPoints points, @Nullable String name) {
        return name == null ? points.latest() : points.find(name);
    }
}
