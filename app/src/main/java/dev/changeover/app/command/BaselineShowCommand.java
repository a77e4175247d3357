package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Table;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.assessment.Stats;
import dev.changeover.cutover.assessment.UserFigures;
import dev.changeover.cutover.ledger.BaselineFigures;
import dev.changeover.cutover.ledger.BaselineUser;
import dev.changeover.cutover.ledger.BaselineView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code changeover baseline show}. */
@Command(
        name = "show",
        description =
                "The classification in numbers, or of the target's users with one email. Before the first run, as that"
                        + " would make it. Reads only.")
final class BaselineShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "EMAIL", arity = "0..1", description = "A user of the target.")
    private @Nullable String email;

    BaselineShowCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        DatabaseAddress target = configuration.databases().target(configuration.environment());
        Optional<BaselineView> kept = BaselineView.open(target);
        if (kept.isEmpty()) {
            expected(configuration, target);
            return 0;
        }
        try (BaselineView baseline = kept.get()) {
            if (email == null) {
                show(true, baseline.figures());
            } else {
                show(baseline.having(email));
            }
        }
        return 0;
    }

    private void expected(Configuration configuration, DatabaseAddress target) {
        if (email != null) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The baseline is not taken yet",
                    "the first run takes it, and so do baseline protect and baseline pair",
                    "look at the numbers with baseline show, or take it with one of these commands"));
        }
        UserFigures users = Stats.read(
                        configuration.databases().v1(),
                        target,
                        configuration.drills().overrides())
                .users();
        surroundings
                .terminal()
                .message("The baseline is not taken yet; this is what it would be now. The first run takes it.");
        show(false, new BaselineFigures(users.targetUsers() - users.isProtected(), 0, users.isProtected(), 0, 0));
    }

    private void show(boolean taken, BaselineFigures figures) {
        Terminal terminal = surroundings.terminal();
        if (common.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("taken", taken);
            json.put("stale", figures.stale());
            json.put("replaced", figures.replaced());
            json.put("protected", figures.isProtected());
            json.put("later", figures.later());
            json.put("made", figures.made());
            terminal.data(JsonText.of(json));
            return;
        }
        new Table()
                .row("stale: a V1 user replaces them", figures.stale())
                .row("  replaced already", figures.replaced())
                .row("protected: never written", figures.isProtected())
                .row("came after the baseline: never written", figures.later())
                .row("made by the migration", figures.made())
                .lines()
                .forEach(terminal::data);
    }

    private void show(List<BaselineUser> users) {
        Terminal terminal = surroundings.terminal();
        if (common.json()) {
            terminal.data(JsonText.of(Map.of(
                    "users", users.stream().map(BaselineShowCommand::json).toList())));
            return;
        }
        if (users.isEmpty()) {
            terminal.data("No user of the target has the email " + email);
        }
        for (BaselineUser user : users) {
            String v1 = user.v1Users().isEmpty() ? "" : "; V1 user " + user.v1Users();
            terminal.data("user " + user.targetUserId() + " of the target, " + email + ": "
                    + user.standing().meaning() + v1);
        }
    }

    private static Map<String, Object> json(BaselineUser user) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("target_user_id", user.targetUserId());
        json.put("standing", user.standing().name().toLowerCase(Locale.ROOT));
        json.put("v1_user_ids", user.v1Users());
        return json;
    }
}
