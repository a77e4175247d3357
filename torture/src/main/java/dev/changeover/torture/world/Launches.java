package dev.changeover.torture.world;

import static java.util.Objects.requireNonNull;

import dev.changeover.torture.process.Launch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How Changeover's commands are started in one world.
 *
 * @param javaOptions the environment that tells the Java machine its options
 * @param addresses the environment that tells a command where its world is
 */
record Launches(Programs programs, Path directory, Map<String, String> javaOptions, Map<String, String> addresses) {
    Launches {
        requireNonNull(programs, "programs");
        requireNonNull(directory, "directory");
        javaOptions = Map.copyOf(javaOptions);
        addresses = Map.copyOf(addresses);
    }

    /**
     * One of them.
     *
     * @param title of its log
     */
    Launch of(String title, Path stateDirectory, String... arguments) {
        List<String> command = new ArrayList<>(programs.command());
        command.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(addresses);
        environment.putAll(javaOptions);
        environment.put("CHANGEOVER_STATE_DIR", stateDirectory.toString());
        environment.put("CHANGEOVER_HEALTH_PORT", "0");
        environment.put("CLASSPATH", programs.libraries());
        environment.put("MALLOC_ARENA_MAX", "2");
        return new Launch(
                command, environment, directory, directory.resolve("logs").resolve(title + ".log"));
    }
}
