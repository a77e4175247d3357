package dev.changeover.app;

import dev.changeover.app.command.CommandLineInterface;
import dev.changeover.app.command.Interruption;
import dev.changeover.app.command.Surroundings;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.database.DatabaseAddress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** One command, run inside the test's process. What it prints may be read from any thread, also while it runs. */
final class CommandRun {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Interruption interruption = new Interruption();
    private final Path directory;
    private final Map<String, String> environment;

    CommandRun(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** Returns the exit code. */
    int run(String... arguments) {
        Terminal terminal = new Terminal(print(out), print(err), false, false);
        return new CommandLineInterface(new Surroundings(terminal, environment, directory, interruption))
                .run(arguments);
    }

    /** What a signal does. */
    void interrupt() {
        interruption.request();
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    static String url(DatabaseAddress address) {
        return "postgresql://" + address.user() + ":" + address.password().reveal() + "@" + address.host() + ":"
                + address.port() + "/" + address.database();
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
