package dev.changeover.bench.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.contract.database.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Commands of Changeover as an operator types them: processes of the launcher. Safe for any thread. */
public final class Changeover implements AutoCloseable {
    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "JAVA_HOME", "JAVA_OPTS");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path launcher;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    Changeover(Path repository) {
        this.launcher = repository.resolve("changeover");
    }

    /**
     * Runs a command to its end.
     *
     * @throws IllegalStateException if it ends with another exit code than 0
     */
    public Answer run(Pair pair, String... arguments) throws InterruptedException {
        return run(pair, Map.of(), arguments);
    }

    /** As {@link #run(Pair, String...)}, with more in its environment. */
    public Answer run(Pair pair, Map<String, String> environment, String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        String name = arguments[0];
        long start = System.nanoTime();
        try (Running process = start(pair, name, List.of(), environment, all)) {
            int code = process.await();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (code != 0) {
                throw new IllegalStateException("changeover " + name + " ended with " + code + ": " + process.output());
            }
            return new Answer(code, seconds, process.cpuSeconds(), process.peakBytes(), lastLine(process.outputFile()));
        }
    }

    /** Starts a command that runs until it is closed. */
    public Running start(Pair pair, String... arguments) {
        return start(pair, arguments[0], List.of(), Map.of(), List.of(arguments));
    }

    /**
     * As {@link #start(Pair, String...)}.
     *
     * @param title of its files; unlike those of others that run on this pair now
     * @param before what runs the launcher, for example {@code taskset -c 1}
     */
    public Running start(
            Pair pair, String title, List<String> before, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(launcher.toString());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(pair.directory().toFile());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment(pair));
        builder.environment().putAll(environment);
        Running started = Running.start(title, builder, pair.directory());
        running.add(started);
        return started;
    }

    private static Map<String, String> environment(Pair pair) {
        Map<String, String> environment = new HashMap<>();
        environment.put("V1_DATABASE_URL", url(pair.v1()));
        environment.put("STAGING_DATABASE_URL", url(pair.v2()));
        environment.put("CHANGEOVER_STATE_DIR", pair.stateDirectory().toString());
        environment.put("CHANGEOVER_CAPTURE_SLOT", pair.name());
        environment.put("CHANGEOVER_HEALTH_PORT", "0");
        return environment;
    }

    private static String url(DatabaseAddress address) {
        return "postgresql://" + address.user() + ":" + address.password().reveal() + "@" + address.host() + ":"
                + address.port() + "/" + address.database();
    }

    private static JsonNode lastLine(Path output) {
        try {
            List<String> lines = Files.readAllLines(output);
            return JSON.readTree(lines.get(lines.size() - 1));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The last line of " + output + " is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends whatever still runs. */
    @Override
    public void close() {
        running.forEach(Running::close);
    }
}
