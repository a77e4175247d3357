package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.OperatorTarget;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.sink.undo.Undo;
import dev.changeover.sink.undo.UndoPlan;
import dev.changeover.sink.undo.UndoResult;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The rollback of migrated users, some or all: says what it will do, asks, and does it one user a transaction. */
final class UserRollback {
    private final Configuration configuration;
    private final Surroundings surroundings;
    private final ConsentOptions consent;
    private final boolean acceptLoss;

    UserRollback(Configuration configuration, Surroundings surroundings, ConsentOptions consent, boolean acceptLoss) {
        this.configuration = requireNonNull(configuration, "configuration");
        this.surroundings = requireNonNull(surroundings, "surroundings");
        this.consent = requireNonNull(consent, "consent");
        this.acceptLoss = acceptLoss;
    }

    /**
     * Says what {@link #run} would do.
     *
     * @param emails of whom; empty means everybody who is migrated
     */
    int preview(List<String> emails, boolean json) {
        return withUndo(OperatorTarget::openToLook, undo -> {
            UndoPlan plan = plan(undo, emails);
            Terminal terminal = surroundings.terminal();
            UndoAnswer.consequences(plan, acceptLoss, emails.isEmpty())
                    .forEach(json ? terminal::message : terminal::data);
            if (json) {
                terminal.data(JsonText.of(UndoAnswer.json(plan, null)));
            }
            return 0;
        });
    }

    /**
     * Returns the exit code.
     *
     * @param emails of whom; empty means everybody who is migrated
     */
    int run(List<String> emails, boolean json) {
        return withUndo(OperatorTarget::openMigrated, undo -> {
            UndoPlan listed = plan(undo, emails);
            if (!listed.users().isEmpty()) {
                consent.require(
                        configuration, surroundings, UndoAnswer.consequences(listed, acceptLoss, emails.isEmpty()));
            }
            surroundings.interruption().heed();
            Terminal terminal = surroundings.terminal();
            UndoPlan plan;
            UndoResult result;
            try {
                requireNoWishToStop(0, listed.users().size());
                boolean stopSinks = emails.isEmpty() && !listed.users().isEmpty();
                long epoch = stopSinks ? undo.stopSinks() : undo.epoch();
                plan = stopSinks ? undo.withNewcomers(listed) : listed;
                result = undone(undo, plan, epoch);
            } catch (CancellationException e) {
                terminal.message("Interrupted. " + e.getMessage()
                        + " users are put back, and stay so; the same command goes on with the others.");
                return CommandLineInterface.INTERRUPTED;
            }
            if (json) {
                terminal.data(JsonText.of(UndoAnswer.json(plan, result)));
            } else {
                UndoAnswer.lines(plan, result).forEach(terminal::data);
            }
            return result.refused().isEmpty() ? 0 : Problem.Kind.REFUSED.exitCode();
        });
    }

    private int withUndo(Function<Configuration, TargetDatabase> opening, Work work) {
        String log = RunLog.open(configuration, "rollback");
        surroundings.terminal().message("log: " + log);
        try (TargetDatabase target = opening.apply(configuration)) {
            return work.with(new Undo(target));
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

    private static UndoPlan plan(Undo undo, List<String> emails) throws SQLException {
        UndoPlan plan = emails.isEmpty() ? undo.ofAll() : undo.of(emails);
        if (!plan.unknown().isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "Nothing was done",
                    "no migrated user has the email of --user number "
                            + plan.unknown().get(0),
                    "check how it is spelled, and the environment; a user that V1 has deleted stays deleted"));
        }
        return plan;
    }

    /** @throws CancellationException between two transactions, when it is told to stop */
    private UndoResult undone(Undo undo, UndoPlan plan, long epoch) throws SQLException {
        int all = plan.users().size();
        AtomicInteger done = new AtomicInteger();
        return undo.run(plan, epoch, acceptLoss, users -> {
            surroundings.terminal().redraw(done.addAndGet(users) + " of " + all + " users put back");
            requireNoWishToStop(done.get(), all);
        });
    }

    private void requireNoWishToStop(int done, int all) {
        if (done < all && surroundings.interruption().isRequested()) {
            throw new CancellationException(done + " of " + all);
        }
    }

    @FunctionalInterface
    private interface Work {
        int with(Undo undo) throws SQLException;
    }
}
