package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.BoundedRun;
import dev.changeover.app.pipeline.Ending;
import dev.changeover.app.pipeline.OperatorTarget;
import dev.changeover.app.pipeline.Pipeline;
import dev.changeover.app.pipeline.PreviewedReplay;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Progress;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.cutover.replay.LedgerUsers;
import dev.changeover.sink.target.OperatorTransaction;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.sink.undo.Readmission;
import dev.changeover.transform.replay.ReplayTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code changeover replay}. */
@Command(
        name = "replay",
        description = "Assembles users again with today's rules and drill catalogue, and applies them. V1 is not read;"
                + " nothing changes when nothing changed.")
final class ReplayCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 20;

    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Mixin
    private final SinkOptions sink = new SinkOptions();

    @Mixin
    private final ConsentOptions consent = new ConsentOptions();

    @Option(
            names = "--user",
            paramLabel = "EMAIL",
            description = "Only this user; may be repeated. One that was undone is migrated again.")
    private List<String> emails = List.of();

    @Option(
            names = "--preview",
            description = "Say what would change in the target, by user and table, and end. Writes nothing.")
    private boolean preview;

    @Option(
            names = "--from-topics",
            description =
                    "Assemble everybody from V1's changes as the topics hold them since the first, and not from what the"
                            + " transform has made of them. No transform may run meanwhile; the target is written at the end.")
    private boolean fromTopics;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ReplayCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        if (fromTopics && (preview || !emails.isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from-topics is about everybody, and about a state that is made anew: it goes with neither --user nor --preview");
        }
        Configuration configuration = sink.load(common, surroundings);
        if (preview) {
            return preview(configuration);
        }
        consent.requireName(configuration);
        return recorded.run(configuration, () -> replay(configuration));
    }

    private int preview(Configuration configuration) {
        Terminal terminal = surroundings.terminal();
        DatabaseAddress target = configuration.databases().target(configuration.environment());
        LedgerUsers.Chosen chosen = LedgerUsers.choose(target, emails);
        Set<Long> leftAlone = LedgerUsers.leftAlone(target);
        Optional<Set<Long>> named = chosen.request().users().map(Set::copyOf);
        RunLog.open(configuration, "replay-preview");
        ReplayDifference difference = new ReplayDifference();
        PreviewedReplay.Looked looked = PreviewedReplay.look(
                configuration,
                user -> !leftAlone.contains(user)
                        && (named.isEmpty() || named.get().contains(user)),
                difference::add);
        looked.waiting()
                .ifPresent(waiting -> terminal.message(waiting
                        + " are not taken yet: a replay takes them too, and what they change is not counted here."));
        Map<Long, String> names = LedgerUsers.names(target, difference.listed());
        if (!chosen.undone().isEmpty()) {
            consequences(chosen.undone()).forEach(common.json() ? terminal::message : terminal::data);
        }
        if (common.json()) {
            Map<String, Object> answer = difference.json(looked.users(), names);
            answer.put("undone", chosen.undone().size());
            terminal.data(JsonText.of(answer));
        } else {
            difference.lines(looked.users(), names).forEach(terminal::data);
        }
        return 0;
    }

    private int replay(Configuration configuration) {
        Terminal terminal = surroundings.terminal();
        long started = System.nanoTime();
        LedgerUsers.Chosen chosen =
                LedgerUsers.choose(configuration.databases().target(configuration.environment()), emails);
        if (!chosen.undone().isEmpty()) {
            consent.require(configuration, surroundings, consequences(chosen.undone()));
        }
        String log = RunLog.open(configuration, "replay");
        terminal.message(
                "Replaying to " + configuration.databases().target(configuration.environment()) + "; log: " + log);
        surroundings.interruption().heed();
        try (Pipeline pipeline =
                fromTopics ? Pipeline.startRebuilding(configuration) : Pipeline.startWithoutV1(configuration)) {
            if (fromTopics) {
                if (followRows(pipeline) instanceof Ending.Interrupted) {
                    terminal.message(
                            "Interrupted. Nothing was written; nothing can be, until you run replay --from-topics"
                                    + " again, which begins anew.");
                    return CommandLineInterface.INTERRUPTED;
                }
                pipeline.rebuilt();
            } else {
                readmit(configuration, chosen.undone()); // before their documents come
                ReplayTopic.ask(pipeline.bootstrapServers(), configuration.targetTopics(), chosen.request());
            }
            if (follow(pipeline) instanceof Ending.Interrupted) {
                terminal.message(
                        "Interrupted. What was committed stays; what was asked for goes on with the next start.");
                return CommandLineInterface.INTERRUPTED;
            }
            MigrationAnswer answer = new MigrationAnswer(
                    pipeline.summary(), pipeline.documents(), Duration.ofNanos(System.nanoTime() - started), 0);
            if (emails.isEmpty() && answer.summary().undone() > 0) {
                terminal.message(answer.summary().undone()
                        + " undone users were left alone; replay --user EMAIL migrates one again.");
            }
            answer(answer);
            return 0;
        }
    }

    private static List<String> consequences(List<Long> undone) {
        List<String> lines = new ArrayList<>();
        lines.add(undone.size() + " of these users were undone, and are migrated again, with the ids of their first"
                + " migration. What the target has of them since is replaced; rollback --user takes that back too:");
        undone.stream().limit(MOST_SHOWN).forEach(user -> lines.add("  V1 user " + user));
        if (undone.size() > MOST_SHOWN) {
            lines.add("  and " + (undone.size() - MOST_SHOWN) + " more");
        }
        return lines;
    }

    /** Killed after this, they are pending: they come with their next document, at the latest when the command is started again. */
    private static void readmit(Configuration configuration, List<Long> undone) {
        if (undone.isEmpty()) {
            return;
        }
        try (TargetDatabase target = OperatorTarget.openWithoutV1(configuration)) {
            OperatorTransaction.run(
                    target,
                    configuration.environment().code(),
                    OperatorTransaction.Beside.SINKS,
                    connection -> Readmission.release(connection, undone));
        }
    }

    private Ending follow(Pipeline pipeline) {
        Progress progress = new Progress(surroundings.terminal(), System::nanoTime);
        Ending ending = new BoundedRun(pipeline, surroundings.interruption()::pause)
                .until(0, where -> progress.show(where, pipeline.documents(), 0));
        progress.end();
        return ending;
    }

    private Ending followRows(Pipeline pipeline) {
        Progress progress = new Progress(surroundings.terminal(), System::nanoTime);
        Ending ending = new BoundedRun(pipeline, surroundings.interruption()::pause)
                .untilRowsAreRead(where -> progress.show(where, 0, 0));
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
