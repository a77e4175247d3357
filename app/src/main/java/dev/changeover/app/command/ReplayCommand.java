package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.BoundedRun;
import dev.changeover.app.pipeline.Ending;
import dev.changeover.app.pipeline.Pipeline;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Progress;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.document.ReplayRequest;
import dev.changeover.cutover.replay.LedgerUsers;
import dev.changeover.cutover.replay.ReplayTopic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code changeover replay}. */
@Command(
        name = "replay",
        description = "Assembles users again with today's rules and drill catalogue, and applies them. V1 is not read;"
                + " nothing changes when nothing changed.")
final class ReplayCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Mixin
    private final TargetOptions options = new TargetOptions();

    @Option(names = "--user", paramLabel = "EMAIL", description = "Only this user; may be repeated.")
    private List<String> emails = List.of();

    ReplayCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = options.load(common, surroundings);
        return recorded.run(configuration, () -> replay(configuration));
    }

    private int replay(Configuration configuration) {
        Terminal terminal = surroundings.terminal();
        long started = System.nanoTime();
        ReplayRequest request =
                LedgerUsers.request(configuration.databases().target(configuration.environment()), emails);
        String log = RunLog.open(configuration.stateDirectory(), "replay");
        terminal.message(
                "Replaying to " + configuration.databases().target(configuration.environment()) + "; log: " + log);
        try (Pipeline pipeline = Pipeline.startWithoutV1(configuration)) {
            ReplayTopic.ask(pipeline.bootstrapServers(), configuration.targetTopics(), request);
            if (follow(pipeline) instanceof Ending.Interrupted) {
                terminal.message(
                        "Interrupted. What was committed stays; what was asked for goes on with the next start.");
                return CommandLineInterface.INTERRUPTED;
            }
            answer(new MigrationAnswer(
                    pipeline.summary(), pipeline.documents(), Duration.ofNanos(System.nanoTime() - started), 0));
            return 0;
        }
    }

    private Ending follow(Pipeline pipeline) {
        Progress progress = new Progress(surroundings.terminal(), System::nanoTime);
        Ending ending = new BoundedRun(pipeline, surroundings.interruption()::pause)
                .until(0, where -> progress.show(where, pipeline.documents(), 0));
        progress.end();
        return ending;
    }

    private void answer(MigrationAnswer answer) {
        if (common.json()) {
            surroundings.terminal().data(JsonText.of(answer.json()));
        } else {
            answer.lines().forEach(surroundings.terminal()::data);
        }
    }
}
