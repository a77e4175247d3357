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
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code changeover migrate}. */
@Command(
        name = "migrate",
        description = "Brings the target to V1's position as of the start, and ends. Goes on where it was stopped.")
final class MigrateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Mixin
    private final TargetOptions options = new TargetOptions();

    @Mixin
    private final UserSelection users = new UserSelection();

    @Option(names = "--dry-run", description = "Only say what would be done, as plan does.")
    private boolean dryRun;

    MigrateCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() throws InterruptedException {
        Selection selection = users.selection();
        if (dryRun) {
            PlanCommand.answer(options.loadToRead(common, surroundings), users, common.json(), surroundings.terminal());
            return 0;
        }
        Configuration configuration = options.load(common, surroundings);
        return recorded.run(configuration, () -> migrate(configuration, selection));
    }

    private int migrate(Configuration configuration, Selection selection) {
        Terminal terminal = surroundings.terminal();
        long started = System.nanoTime();
        long lsn = positionOf(configuration);
        String log = RunLog.open(configuration, "migrate");
        terminal.message("Migrating " + configuration.databases().v1() + " to "
                + configuration.databases().target(configuration.environment()) + "; log: " + log);
        surroundings.interruption().heed();
        try (Pipeline pipeline = Pipeline.start(configuration, selection, surroundings.interruption()::isRequested)) {
            recorded.ledgerIsThere();
            PointLines.madeFirst(pipeline).forEach(terminal::message);
            Ending ending = follow(pipeline, lsn);
            if (ending instanceof Ending.Interrupted) {
                terminal.message("Interrupted. What was committed stays; start again to go on.");
                return CommandLineInterface.INTERRUPTED;
            }
            answer(new MigrationAnswer(
                    pipeline.summary(), pipeline.documents(), Duration.ofNanos(System.nanoTime() - started), lsn));
            return 0;
        } catch (CancellationException whileStarting) {
            terminal.message("Interrupted while it started. What was committed stays; start again to go on.");
            return CommandLineInterface.INTERRUPTED;
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
}
