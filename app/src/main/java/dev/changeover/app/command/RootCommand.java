package dev.changeover.app.command;

import picocli.CommandLine.Command;

/** {@code changeover} alone: shows what there is. */
@Command(
        name = "changeover",
        description = "Moves the users of a live application from V1 to V2 while both keep serving.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "changeover 0.1.0")
final class RootCommand extends CommandGroup {}
