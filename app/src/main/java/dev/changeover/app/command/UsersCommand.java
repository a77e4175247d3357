package dev.changeover.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code changeover users}. */
@Command(name = "users", description = "Where V1's users are.", synopsisSubcommandLabel = "list|show")
final class UsersCommand extends CommandGroup {
    static CommandLine withCommands(Surroundings surroundings) {
        return new CommandLine(new UsersCommand())
                .addSubcommand(new UsersListCommand(surroundings))
                .addSubcommand(new UsersShowCommand(surroundings));
    }
}
