package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.terminal.Columns;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.cutover.ledger.CommandHistory;
import dev.changeover.cutover.ledger.LedgerReader;
import dev.changeover.cutover.ledger.LoggedCommand;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code changeover history}. */
@Command(
        name = "history",
        description = "The commands that changed something: who, when, with which arguments, and how they ended.")
final class HistoryCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--limit", paramLabel = "N", description = "The last N commands. Default: 20.", defaultValue = "20")
    private int limit;

    HistoryCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        List<LoggedCommand> commands;
        try (LedgerReader ledger = LedgerReader.open(configuration.databases().target(configuration.environment()))) {
            commands = CommandHistory.read(ledger, Math.max(0, limit));
        }
        if (common.json()) {
            surroundings
                    .terminal()
                    .data(JsonText.of(Map.of(
                            "commands",
                            commands.stream().map(HistoryCommand::json).toList())));
        } else {
            show(commands);
        }
        return 0;
    }

    private void show(List<LoggedCommand> commands) {
        Columns columns = new Columns("started", "by", "command", "ended");
        for (LoggedCommand each : commands) {
            String line = (each.command() + " " + each.arguments()).strip();
            String ended = each.problem().isEmpty() ? ending(each) : ending(each) + ": " + each.problem();
            columns.row(seconds(each.startedAt()), each.user() + "@" + each.host(), line, ended);
        }
        columns.lines().forEach(surroundings.terminal()::data);
    }

    private static Map<String, Object> json(LoggedCommand each) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", each.id());
        entry.put("command", each.command());
        entry.put("arguments", each.arguments());
        entry.put("user", each.user());
        entry.put("host", each.host());
        entry.put("process_id", each.processId());
        entry.put("started_at", seconds(each.startedAt()));
        entry.put("ended_at", each.endedAt().map(HistoryCommand::seconds).orElse(null));
        entry.put("outcome", ending(each));
        entry.put("exit_code", each.exitCode().orElse(null));
        entry.put("problem", each.problem());
        return entry;
    }

    /** A process is known on its own machine only. One that began after the command has its number by chance. */
    private static String ending(LoggedCommand each) {
        if (each.exitCode().isPresent()) {
            return "exit code " + each.exitCode().get();
        }
        if (!each.host().equals(Recorded.host())) {
            return "did not end, or runs on " + each.host();
        }
        boolean runs = ProcessHandle.of(each.processId())
                .flatMap(process -> process.info().startInstant())
                .filter(began -> !began.isAfter(each.startedAt().plusSeconds(1)))
                .isPresent();
        return runs ? "running" : "did not end";
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
