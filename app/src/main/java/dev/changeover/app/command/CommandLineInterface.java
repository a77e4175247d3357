package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.WithoutUrls;
import dev.changeover.contract.stage.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Reads the arguments, runs the command, and turns how it ended into an exit code and at most one line. */
public final class CommandLineInterface {
    /** The exit code of a command that was told to stop before it was done. */
    public static final int INTERRUPTED = 130;

    private static final Pattern WITH_EMAIL = Pattern.compile("\\S*@\\S*");

    private static final String[] EXIT_CODES = {
        "0:done",
        "1:unexpected",
        "2:usage or configuration",
        "3:refused; the message says what to do",
        "4:mismatch found",
        "5:inconclusive or timed out",
        "6:aborted and put back",
        "130:interrupted"
    };

    private final Surroundings surroundings;

    public CommandLineInterface(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    /** Returns the exit code. */
    public int run(String... args) {
        ErrorReport errors = new ErrorReport(surroundings, Arrays.asList(args).contains("--json"));
        CommandLine commands = new CommandLine(new RootCommand());
        wanted(args).forEach((name, command) -> commands.addSubcommand(name, command.get()));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        everywhere(commands, errors);
        try {
            return commands.execute(args);
        } finally {
            RunLog.close(); // not by the command: how it failed is logged after it ended
        }
    }

    /** The command that was asked for, else all: picocli reads each by reflection, which every start would wait for. */
    private Map<String, Supplier<Object>> wanted(String... args) {
        Map<String, Supplier<Object>> all = CommandTree.of(surroundings);
        Supplier<Object> named = args.length == 0 ? null : all.get(args[0]);
        return named == null ? all : Map.of(args[0], named);
    }

    private void everywhere(CommandLine root, ErrorReport errors) {
        root.setOut(
                new java.io.PrintWriter(surroundings.terminal().out(), true, java.nio.charset.StandardCharsets.UTF_8));
        root.setErr(
                new java.io.PrintWriter(surroundings.terminal().err(), true, java.nio.charset.StandardCharsets.UTF_8));
        root.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        root.setParameterExceptionHandler((e, args) -> errors.show(usage(e)));
        root.setExecutionExceptionHandler((e, command, result) ->
                errors.show(e, CommonOptions.stateDirectoryOf(command.getCommandSpec(), surroundings)));
        footer(root);
        help(root);
    }

    private static void help(CommandLine parent) {
        for (CommandLine each : parent.getSubcommands().values()) {
            each.getCommandSpec().mixinStandardHelpOptions(true);
            footer(each);
            help(each);
        }
    }

    private static void footer(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.exitCodeList(UsageMessageSpec.keyValuesMap(EXIT_CODES));
        usage.sortOptions(false);
    }

    private static Problem usage(CommandLine.ParameterException e) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        List<String> near =
                e instanceof CommandLine.UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String hint = near.isEmpty() ? "run " + name + " --help" : "did you mean " + near.get(0) + "?";
        return new Problem(Problem.Kind.USAGE, "The command line was not understood", firstLine(e), hint);
    }

    /** The password of a database has no flag, and yet somebody may give its URL as an argument; or an email where none belongs. */
    private static String firstLine(Exception e) {
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
        return WITH_EMAIL.matcher(WithoutUrls.of(said)).replaceAll("…");
    }
}
