package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.terminal.Columns;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Table;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.cutover.ledger.LedgerReader;
import dev.changeover.cutover.ledger.UserSummary;
import dev.changeover.cutover.ledger.UserView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code changeover users list}. */
@Command(name = "list", description = "Users by outcome, and the users themselves by V1 id. Reads only.")
final class UsersListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--outcome", paramLabel = "OUTCOME", description = "Only: ${COMPLETION-CANDIDATES}.")
    private @Nullable Outcome outcome;

    @Option(names = "--limit", paramLabel = "N", description = "At most N users. Default: 100.", defaultValue = "100")
    private int limit;

    /** The ledger's words. */
    enum Outcome {
        PENDING,
        REPLACED,
        CREATED,
        SKIPPED,
        QUARANTINED,
        UNDONE,
        DELETED
    }

    UsersListCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        try (LedgerReader ledger = LedgerReader.open(configuration.databases().target(configuration.environment()))) {
            Map<String, Long> counts = UserView.counts(ledger);
            List<UserSummary> users = UserView.list(
                    ledger,
                    Optional.ofNullable(outcome).map(each -> each.name().toLowerCase(Locale.ROOT)),
                    Math.max(0, limit));
            if (common.json()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("outcomes", counts);
                json.put("users", users.stream().map(UserAnswer::json).toList());
                surroundings.terminal().data(JsonText.of(json));
            } else {
                show(counts, users);
            }
        }
        return 0;
    }

    private void show(Map<String, Long> counts, List<UserSummary> users) {
        Terminal terminal = surroundings.terminal();
        Table outcomes = new Table();
        counts.forEach(outcomes::row);
        outcomes.lines().forEach(terminal::data);
        terminal.data("");
        Columns list = new Columns("V1 user", "identity", "outcome", "when", "V2 user", "replaced", "quarantined");
        users.forEach(user -> list.row(
                user.v1UserId(),
                user.identityHash().orElse("-"),
                user.outcome(),
                user.appliedAt().map(QuarantineAnswer::seconds).orElse("-"),
                user.targetUserId().map(String::valueOf).orElse("-"),
                user.replacedUserId().map(String::valueOf).orElse("-"),
                user.quarantined()));
        list.lines().forEach(terminal::data);
    }
}
