package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.BoundedRun;
import dev.changeover.app.pipeline.Ending;
import dev.changeover.app.pipeline.Pipeline;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Progress;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.drain.SourcePosition;
import dev.changeover.sink.Selection;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code changeover sync}. */
@Command(
        name = "sync",
        description =
                "Migrates, and then follows V1 until it is stopped. SIGTERM: finishes the batch, commits, exits 0.")
final class SyncCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(SyncCommand.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Mixin
    private final TargetOptions options = new TargetOptions();

    SyncCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = options.load(common, surroundings);
        return recorded.run(configuration, () -> sync(configuration));
    }

    private int sync(Configuration configuration) {
        Terminal terminal = surroundings.terminal();
        long started = System.nanoTime();
        String log = RunLog.open(configuration, "sync");
        terminal.message("Following " + configuration.databases().v1() + " into "
                + configuration.databases().target(configuration.environment()) + "; log: " + log);
        surroundings.interruption().heed();
        try (Pipeline pipeline =
                Pipeline.start(configuration, new Selection.All(), surroundings.interruption()::isRequested)) {
            recorded.ledgerIsThere();
            PointLines.madeFirst(pipeline).forEach(terminal::message);
            long passed = follow(pipeline, configuration.databases().v1());
            terminal.message("Stopping after the batch in hand.");
            if (common.json()) { // asks the target, which may be away
                Duration took = Duration.ofNanos(System.nanoTime() - started);
                terminal.data(JsonText.of(
                        new MigrationAnswer(pipeline.summary(), pipeline.documents(), took, passed).json()));
            }
        } catch (CancellationException whileStarting) {
            terminal.message("Stopped while it started.");
        }
        return 0;
    }

    /** Returns the last position that was seen to be passed; 0 if none was. */
    private long follow(Pipeline pipeline, DatabaseAddress v1) {
        BoundedRun run = new BoundedRun(pipeline, surroundings.interruption()::pause);
        Progress progress = new Progress(surroundings.terminal(), System::nanoTime);
        long passed = 0;
        String waiting = "";
        do {
            long asked = System.nanoTime();
            try {
                Ending ending = run.until(position(v1), where -> progress.show(where, pipeline.documents(), 0));
                if (!(ending instanceof Ending.Reached reached)) {
                    break;
                }
                if (passed == 0) {
                    surroundings.terminal().message("In step with V1; following.");
                }
                passed = reached.lsn();
                waiting = "";
                progress.show(inStep(asked, pipeline.documents()), 0, 0);
            } catch (ProblemException e) {
                pipeline.requireAlive(); // a stage waits, or says why it cannot
                String reason = e.problem().what() + ": " + e.problem().why();
                if (!reason.equals(waiting)) {
                    LOG.atWarn().addKeyValue("reason", reason).log("where the pipeline is cannot be told");
                }
                waiting = reason;
                progress.show("waiting: " + reason, 0, 0);
            }
        } while (!surroundings.interruption().pause(BETWEEN_LOOKS));
        progress.end();
        return passed;
    }

    private static long position(DatabaseAddress v1) {
        try (SourcePosition position = SourcePosition.connect(v1)) {
            return position.now();
        }
    }

    private static String inStep(long askedNanos, long documents) {
        return String.format(
                Locale.ROOT,
                "in step with V1 %.1f s ago, %d documents applied",
                (System.nanoTime() - askedNanos) / 1e9,
                documents);
    }
}
