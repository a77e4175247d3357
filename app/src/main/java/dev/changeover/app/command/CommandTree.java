package dev.changeover.app.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Every command by its name, in the order in which an operator meets them; made when it is needed. */
final class CommandTree {
    private CommandTree() {}

    static Map<String, Supplier<Object>> of(Surroundings surroundings) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> new DemoCommand(surroundings));
        commands.put("stats", () -> new StatsCommand(surroundings));
        commands.put("preflight", () -> new PreflightCommand(surroundings));
        commands.put("plan", () -> new PlanCommand(surroundings));
        commands.put("migrate", () -> new MigrateCommand(surroundings));
        commands.put("sync", () -> new SyncCommand(surroundings));
        commands.put("verify", () -> new VerifyCommand(surroundings));
        commands.put("users", () -> UsersCommand.withCommands(surroundings));
        commands.put("quarantine", () -> QuarantineCommand.withCommands(surroundings));
        commands.put("baseline", () -> BaselineCommand.withCommands(surroundings));
        commands.put("replay", () -> new ReplayCommand(surroundings));
        commands.put("capture", () -> new CaptureCommand(surroundings));
        commands.put("rollback-point", () -> RollbackPointGroup.with(surroundings));
        commands.put("rollback", () -> new RollbackCommand(surroundings));
        commands.put("cleanup", () -> new CleanupCommand(surroundings));
        commands.put("history", () -> new HistoryCommand(surroundings));
        commands.put("run", () -> new RunCommand(surroundings));
        commands.put("torture", () -> new TortureCommand(surroundings));
        return commands;
    }
}
