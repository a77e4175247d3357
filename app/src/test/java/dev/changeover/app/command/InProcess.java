package dev.changeover.app.command;

import dev.changeover.app.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs commands as the launcher would, without a process of their own. */
public final class InProcess {
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private Person person = Person.nobody();

    public InProcess(Path directory) {
        this.directory = directory;
    }

    /** How a command ended. */
    public record Result(int exitCode, String out, String err) {
        /** The last line on stdout, where {@code --json} answers. */
        public String lastLine() {
            return out.lines().reduce("", (earlier, later) -> later);
        }
    }

    /** A command that runs in a thread of its own. */
    public record Running(Interruption interruption, CompletableFuture<Result> result) {
        /** As SIGTERM does. */
        public Result stop() {
            interruption.request();
            return result.join();
        }
    }

    public InProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Whoever is asked gives this answer. */
    public InProcess answering(String answer) {
        return asking(question -> Optional.of(answer));
    }

    /** This person is asked. */
    public InProcess asking(Person person) {
        this.person = person;
        return this;
    }

    public Result run(String... args) {
        return run(new Interruption(), args);
    }

    public Running start(String... args) {
        Interruption interruption = new Interruption();
        return new Running(interruption, CompletableFuture.supplyAsync(() -> run(interruption, args)));
    }

    /** As {@link #run(String...)}, with a wish to stop that the test makes. */
    public Result run(Interruption interruption, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = Terminal.plain(stream(out), stream(err));
        int code = new CommandLineInterface(new Surroundings(terminal, environment, directory, interruption, person))
                .run(args);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
