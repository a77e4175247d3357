package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Table;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.cutover.ledger.KnownUsers;
import dev.changeover.cutover.ledger.LedgerReader;
import dev.changeover.cutover.ledger.UserDetail;
import dev.changeover.cutover.ledger.UserSummary;
import dev.changeover.cutover.ledger.UserView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code changeover users show}. */
@Command(
        name = "show",
        description =
                "One user: outcome, when, ids on both sides, rows, position, images kept, quarantine. Reads only.")
final class UsersShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "EMAIL|V1-ID", description = "Whom: an email, or digits for a V1 id.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String user;

    UsersShowCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        List<UserDetail> users;
        try (LedgerReader ledger = LedgerReader.open(configuration.databases().target(configuration.environment()))) {
            users = KnownUsers.find(ledger, user).stream()
                    .map(id -> UserView.of(ledger, id))
                    .toList();
        }
        Terminal terminal = surroundings.terminal();
        if (common.json()) {
            terminal.data(JsonText.of(
                    Map.of("users", users.stream().map(UsersShowCommand::json).toList())));
        } else {
            users.forEach(detail -> show(detail, terminal));
        }
        return 0;
    }

    private void show(UserDetail detail, Terminal terminal) {
        UserSummary summary = detail.summary();
        Table table = new Table()
                .row(user + " in V1", "" + summary.v1UserId())
                .row("outcome", summary.outcome())
                .row("when", summary.appliedAt().map(QuarantineAnswer::seconds).orElse("-"))
                .row("user in V2", summary.targetUserId().map(String::valueOf).orElse("-"))
                .row(
                        "took the place of",
                        summary.replacedUserId().map(String::valueOf).orElse("-"))
                .row("document (partition:offset)", summary.position().orElse("-"));
        detail.rows().forEach((name, rows) -> table.row("rows of " + name, rows));
        detail.beforeImages().forEach((reason, rows) -> table.row("images kept: " + reason, rows));
        table.row("entries in quarantine", summary.quarantined());
        table.lines().forEach(terminal::data);
        detail.quarantine().forEach(entry -> QuarantineShowCommand.show(entry, terminal));
    }

    private static Map<String, Object> json(UserDetail detail) {
        Map<String, Object> json = UserAnswer.json(detail.summary());
        json.put("rows", detail.rows());
        json.put("before_images", detail.beforeImages());
        json.put(
                "quarantine",
                detail.quarantine().stream().map(QuarantineAnswer::json).toList());
        return json;
    }
}
