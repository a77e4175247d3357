package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.terminal.Columns;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.cutover.ledger.LedgerReader;
import dev.changeover.cutover.ledger.QuarantineEntry;
import dev.changeover.cutover.ledger.QuarantineView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code changeover quarantine list}. */
@Command(name = "list", description = "Counts by reason with what to do, and the entries by V1 id. Reads only.")
final class QuarantineListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            converter = ReasonCode.class,
            description = "Only entries for this reason.")
    private @Nullable QuarantineReason reason;

    @Option(names = "--kind", paramLabel = "user|row", description = "Only whole users, or only single rows.")
    private QuarantineEntry.@Nullable Kind kind;

    @Option(names = "--limit", paramLabel = "N", description = "At most N entries. Default: 100.", defaultValue = "100")
    private int limit;

    QuarantineListCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        try (LedgerReader ledger = LedgerReader.open(configuration.databases().target(configuration.environment()))) {
            List<QuarantineView.Count> counts = QuarantineView.counts(ledger).stream()
                    .filter(each -> reason == null || each.reason() == reason)
                    .filter(each -> kind == null || each.kind() == kind)
                    .toList();
            List<QuarantineEntry> entries = QuarantineView.list(
                    ledger, Optional.ofNullable(reason), Optional.ofNullable(kind), Math.max(0, limit));
            if (common.json()) {
                surroundings.terminal().data(JsonText.of(json(counts, entries)));
            } else {
                show(counts, entries);
            }
        }
        return 0;
    }

    private static Map<String, Object> json(List<QuarantineView.Count> counts, List<QuarantineEntry> entries) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "counts",
                counts.stream()
                        .map(each -> Map.of(
                                "kind",
                                QuarantineAnswer.kind(each.kind()),
                                "reason",
                                each.reason().code(),
                                "entries",
                                each.entries()))
                        .toList());
        json.put("entries", entries.stream().map(QuarantineAnswer::json).toList());
        return json;
    }

    private void show(List<QuarantineView.Count> counts, List<QuarantineEntry> entries) {
        Terminal terminal = surroundings.terminal();
        if (counts.isEmpty()) {
            terminal.data("Nothing is in quarantine.");
            return;
        }
        Columns summary = new Columns("kind", "reason", "entries", "what to do");
        counts.forEach(each -> summary.row(
                QuarantineAnswer.kind(each.kind()),
                each.reason().code(),
                each.entries(),
                QuarantineEntry.remedy(each.kind(), each.reason())));
        summary.lines().forEach(terminal::data);
        terminal.data("");
        Columns list = new Columns("V1 user", "identity", "what", "reason", "since", "attempts", "next attempt");
        entries.forEach(entry -> list.row(
                entry.v1UserId(),
                entry.identityHash().orElse("-"),
                QuarantineAnswer.subject(entry),
                entry.reason().code(),
                QuarantineAnswer.seconds(entry.since()),
                entry.attempts(),
                QuarantineAnswer.next(entry)));
        list.lines().forEach(terminal::data);
        long all = counts.stream().mapToLong(QuarantineView.Count::entries).sum();
        if (all > entries.size()) {
            terminal.data("… " + (all - entries.size()) + " more; --limit shows more of them");
        }
    }
}
