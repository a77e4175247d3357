package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.LedgerAccess;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.sink.undo.Undo;
import dev.changeover.sink.undo.UndoPlan;
import dev.changeover.sink.undo.UndoResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code changeover rollback --user EMAIL} and {@code rollback --migrated}. */
@Command(
        name = "rollback",
        description =
                "Puts migrated users back to what they were, ids included. Nobody else's rows change. They are not"
                        + " migrated again until replay --user says so.")
final class RollbackUsers implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ConsentOptions consent = new ConsentOptions();

    @Option(names = "--user", paramLabel = "EMAIL", description = "This user; may be repeated.")
    private List<String> emails = new ArrayList<>();

    @Option(names = "--migrated", description = "Every migrated user. Sinks that run now stop.")
    private boolean all;

    @Option(
            names = "--accept-loss",
            description = "Also users with rows of V2's own that nobody can be given; those rows go.")
    private boolean acceptLoss;

    @Option(names = "--preview", description = "Say what would happen, and end.")
    private boolean preview;

    RollbackUsers(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        if (all != emails.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Say either --user EMAIL or --migrated");
        }
        Configuration configuration = common.load(surroundings);
        if (!preview) {
            consent.requireName(configuration);
        }
        String log = RunLog.open(configuration.stateDirectory(), "rollback");
        surroundings.terminal().message("log: " + log);
        try (TargetDatabase target = LedgerAccess.open(configuration)) {
            return run(configuration, new Undo(target));
        } catch (SQLException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "The target does not answer any more",
                            "SQLSTATE " + e.getSQLState(),
                            "start the command again when it does: whoever is put back by now stays so, and the rest follows"),
                    e);
        }
    }

    private int run(Configuration configuration, Undo undo) throws SQLException {
        UndoPlan plan = all ? undo.ofAll() : undo.of(emails);
        if (!plan.unknown().isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.USAGE,
                    "Nothing was done",
                    "no migrated user has the email of --user number "
                            + plan.unknown().get(0),
                    "check how it is spelled, and the environment; a user that V1 has deleted stays deleted"));
        }
        Terminal terminal = surroundings.terminal();
        List<String> consequences = UndoAnswer.consequences(plan, acceptLoss, all);
        if (preview) {
            consequences.forEach(common.json() ? terminal::message : terminal::data);
            if (common.json()) {
                terminal.data(JsonText.of(UndoAnswer.json(plan, null)));
            }
            return 0;
        }
        if (!plan.users().isEmpty()) {
            consent.require(configuration, surroundings, consequences);
        }
        return answer(plan, undone(undo, plan));
    }

    private UndoResult undone(Undo undo, UndoPlan plan) throws SQLException {
        long epoch = all && !plan.users().isEmpty() ? undo.stopSinks() : undo.epoch();
        AtomicInteger done = new AtomicInteger();
        return undo.run(plan, epoch, acceptLoss, users -> surroundings
                .terminal()
                .redraw(done.addAndGet(users) + " of " + plan.users().size() + " users put back"));
    }

    private int answer(UndoPlan plan, UndoResult result) {
        Terminal terminal = surroundings.terminal();
        if (common.json()) {
            terminal.data(JsonText.of(UndoAnswer.json(plan, result)));
        } else {
            UndoAnswer.lines(plan, result).forEach(terminal::data);
        }
        return result.refused().isEmpty() ? 0 : Problem.Kind.REFUSED.exitCode();
    }
}
