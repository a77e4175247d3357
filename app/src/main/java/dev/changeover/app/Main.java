package dev.changeover.app;

import dev.changeover.app.command.CommandLineInterface;
import dev.changeover.app.command.Interruption;
import dev.changeover.app.command.Person;
import dev.changeover.app.command.Surroundings;
import dev.changeover.app.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The process: turns signals into requests to stop, and the command's answer into the exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Interruption interruption = new Interruption();
        Surroundings surroundings = surroundings(interruption);
        StopSignals.answerWith(() -> requested(surroundings), CommandLineInterface.INTERRUPTED);
        System.exit(new CommandLineInterface(surroundings).run(args));
    }

    /** Whether the command ends by itself now. */
    private static boolean requested(Surroundings surroundings) {
        Interruption interruption = surroundings.interruption();
        interruption.request();
        boolean heeded = interruption.isHeeded();
        surroundings
                .terminal()
                .message(
                        heeded
                                ? "Stopping after the step in hand; another signal ends at once."
                                : "Interrupted. " + interruption.soFar());
        return heeded;
    }

    private static Surroundings surroundings(Interruption interruption) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        boolean animated = Boolean.getBoolean("changeover.terminal");
        boolean colours = System.getenv("NO_COLOR") == null;
        Terminal terminal = new Terminal(
                out, err, animated, colours && Boolean.getBoolean("changeover.stdout"), colours && animated);
        return new Surroundings(
                terminal, System.getenv(), Path.of("").toAbsolutePath(), interruption, person(terminal));
    }

    /** The launcher knows whether stdin and stderr are a terminal; System.console() says so no more from Java 22 on. */
    private static Person person(Terminal terminal) {
        if (!Boolean.getBoolean("changeover.person")) {
            return Person.nobody();
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        return question -> {
            terminal.message(question);
            try {
                return Optional.ofNullable(in.readLine());
            } catch (IOException e) {
                return Optional.empty();
            }
        };
    }
}
