package dev.changeover.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code changeover quarantine}. */
@Command(
        name = "quarantine",
        description = "What was refused, why, and trying it again.",
        synopsisSubcommandLabel = "list|show|retry")
final class QuarantineCommand extends CommandGroup {
    static CommandLine withCommands(Surroundings surroundings) {
        return new CommandLine(new QuarantineCommand())
                .addSubcommand(new QuarantineListCommand(surroundings))
                .addSubcommand(new QuarantineShowCommand(surroundings))
                .addSubcommand(new QuarantineRetryCommand(surroundings));
    }
}
