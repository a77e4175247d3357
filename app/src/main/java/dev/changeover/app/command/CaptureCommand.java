package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.SnapshotRequest;
import dev.changeover.app.terminal.JsonText;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code changeover capture resnapshot}. */
@Command(
        name = "capture",
        description =
                "resnapshot: the next start of capture takes a new snapshot. The target keeps its ids; what V1 deleted"
                        + " meanwhile is deleted there.")
final class CaptureCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Parameters(paramLabel = "resnapshot", description = "What to do: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli sets it, and refuses anything else
    private Action action;

    private enum Action {
        RESNAPSHOT
    }

    CaptureCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        return recorded.run(configuration, () -> resnapshot(configuration));
    }

    private int resnapshot(Configuration configuration) {
        String log = RunLog.open(configuration, "capture-resnapshot");
        surroundings.interruption().heed();
        SnapshotRequest.leave(configuration);
        surroundings.terminal().message("log: " + log);
        surroundings
                .terminal()
                .data(
                        common.json()
                                ? JsonText.of(Map.of("requested", true))
                                : "The next start of capture takes a new snapshot. A capture that runs now goes on; stop and start it.");
        return 0;
    }
}
