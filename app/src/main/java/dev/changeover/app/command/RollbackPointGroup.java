package dev.changeover.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code changeover rollback-point}. */
@Command(name = "rollback-point", description = "Copies of the target's user data to which rollback can put it back.")
final class RollbackPointGroup extends CommandGroup {
    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new RollbackPointGroup())
                .addSubcommand(new RollbackPointCreateCommand(surroundings))
                .addSubcommand(new RollbackPointListCommand(surroundings))
                .addSubcommand(new RollbackPointCheckCommand(surroundings))
                .addSubcommand(new RollbackPointDeleteCommand(surroundings));
    }
}
