package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.cutover.ledger.KnownUsers;
import dev.changeover.cutover.ledger.LedgerReader;
import dev.changeover.cutover.ledger.QuarantineEntry;
import dev.changeover.cutover.ledger.QuarantineView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code changeover quarantine show}. */
@Command(name = "show", description = "Every entry of one user, and what to do about each. Reads only.")
final class QuarantineShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "EMAIL|V1-ID", description = "Whom: an email, or digits for a V1 id.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String user;

    QuarantineShowCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        List<QuarantineEntry> entries;
        try (LedgerReader ledger = LedgerReader.open(configuration.databases().target(configuration.environment()))) {
            entries = KnownUsers.find(ledger, user).stream()
                    .flatMap(id -> QuarantineView.of(ledger, id).stream())
                    .toList();
        }
        Terminal terminal = surroundings.terminal();
        if (common.json()) {
            terminal.data(JsonText.of(Map.of(
                    "entries", entries.stream().map(QuarantineAnswer::json).toList())));
        } else if (entries.isEmpty()) {
            terminal.data(user + " is not in quarantine.");
        } else {
            entries.forEach(entry -> show(entry, terminal));
        }
        return 0;
    }

    static void show(QuarantineEntry entry, Terminal terminal) {
        terminal.data("V1 user " + entry.v1UserId() + ", " + QuarantineAnswer.subject(entry) + ": "
                + entry.reason().code());
        terminal.data("  meaning       " + entry.reason().meaning());
        terminal.data("  detail        " + entry.detail());
        terminal.data("  what to do    " + entry.remedy());
        terminal.data(
                "  since         " + QuarantineAnswer.seconds(entry.since()) + ", " + entry.attempts() + " attempts");
        terminal.data("  next attempt  " + QuarantineAnswer.next(entry));
    }
}
