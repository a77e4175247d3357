package dev.changeover.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code changeover baseline}. */
@Command(
        name = "baseline",
        description = "Which users of the target are copies that V1's users replace, and which are never written.",
        synopsisSubcommandLabel = "show|protect|pair")
final class BaselineCommand extends CommandGroup {
    static CommandLine withCommands(Surroundings surroundings) {
        return new CommandLine(new BaselineCommand())
                .addSubcommand(new BaselineShowCommand(surroundings))
                .addSubcommand(new BaselineProtectCommand(surroundings))
                .addSubcommand(new BaselinePairCommand(surroundings));
    }
}
