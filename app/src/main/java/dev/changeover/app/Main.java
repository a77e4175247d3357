package dev.changeover.app;

import dev.changeover.app.command.CommandLineInterface;
import dev.changeover.app.command.Interruption;
import dev.changeover.app.command.Surroundings;
import dev.changeover.app.terminal.Terminal;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process: turns signals into requests to stop, and the command's answer into the exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Interruption interruption = new Interruption();
        StopSignals.answerWith(interruption::request, CommandLineInterface.INTERRUPTED);
        System.exit(new CommandLineInterface(surroundings(interruption)).run(args));
    }

    private static Surroundings surroundings(Interruption interruption) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        boolean animated = Boolean.getBoolean("changeover.terminal");
        Terminal terminal = new Terminal(out, err, animated, animated && System.getenv("NO_COLOR") == null);
        return new Surroundings(terminal, System.getenv(), Path.of("").toAbsolutePath(), interruption);
    }
}
