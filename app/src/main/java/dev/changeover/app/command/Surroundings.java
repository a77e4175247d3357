package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it, so that tests can run it inside their own process.
 *
 * @param directory where relative paths start
 */
public record Surroundings(
        Terminal terminal, Map<String, String> environment, Path directory, Interruption interruption, Person person) {
    public Surroundings {
        requireNonNull(terminal, "terminal");
        environment = Map.copyOf(environment);
        requireNonNull(directory, "directory");
        requireNonNull(interruption, "interruption");
        requireNonNull(person, "person");
    }
}
