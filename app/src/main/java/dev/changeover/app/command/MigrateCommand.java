package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.BoundedRun;
import dev.changeover.app.pipeline.Ending;
import dev.changeover.app.pipeline.Pipeline;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Progress;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.cutover.drain.SourcePosition;
import dev.changeover.sink.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code changeover migrate}. */
@Command(
        name = "migrate",
        description = "Brings the target to V1's position as of the start, and ends. Goes on where it was stopped.")
final class MigrateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final TargetOptions options = new TargetOptions();

    @Option(names = "--limit", paramLabel = "N", description = "Only the N eligible users with the lowest V1 ids.")
    private @Nullable Integer limit;

    @Option(names = "--user", paramLabel = "EMAIL", description = "Only this user; may be repeated.")
    private List<String> emails = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    MigrateCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Selection selection = selection();
        Configuration configuration = options.load(common, surroundings);
        Terminal terminal = surroundings.terminal();
        long started = System.nanoTime();
        long lsn = positionOf(configuration);
        String log = RunLog.open(configuration.stateDirectory(), "migrate");
        terminal.message("Migrating " + configuration.databases().v1() + " to "
                + configuration.databases().target(configuration.environment()) + "; log: " + log);
        try (Pipeline pipeline = Pipeline.start(configuration, selection)) {
            PointLines.madeFirst(pipeline).forEach(terminal::message);
            Ending ending = follow(pipeline, lsn);
            if (ending instanceof Ending.Interrupted) {
                terminal.message("Interrupted. What was committed stays; start again to go on.");
                return CommandLineInterface.INTERRUPTED;
            }
            answer(new MigrationAnswer(
                    pipeline.summary(), pipeline.documents(), Duration.ofNanos(System.nanoTime() - started), lsn));
            return 0;
        }
    }

    private Ending follow(Pipeline pipeline, long lsn) {
        Progress progress = new Progress(surroundings.terminal(), System::nanoTime);
        BoundedRun run = new BoundedRun(pipeline, surroundings.interruption()::pause);
        long total = pipeline.summary().pending();
        Ending ending = run.until(lsn, where -> progress.show(where, pipeline.documents(), total));
        progress.end();
        return ending;
    }

    /** Taken before anything starts: what V1 commits later is the next run's, or of sync. */
    static long positionOf(Configuration configuration) {
        try (SourcePosition v1 =
                SourcePosition.connect(configuration.databases().v1())) {
            return v1.now();
        }
    }

    private void answer(MigrationAnswer answer) {
        Terminal terminal = surroundings.terminal();
        if (common.json()) {
            terminal.data(JsonText.of(answer.json()));
        } else {
            answer.lines().forEach(terminal::data);
        }
    }

    private Selection selection() {
        if (limit != null && !emails.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--limit and --user exclude each other");
        }
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1, but is " + limit);
        }
        if (limit != null) {
            return new Selection.Lowest(limit);
        }
        return emails.isEmpty() ? new Selection.All() : new Selection.Emails(Set.copyOf(emails));
    }
}
