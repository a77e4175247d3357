package dev.changeover.torture.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How a process is started. It inherits nothing from this one but where programs are: a variable that names a real database must never
 * reach it. Its input is a pipe that ends with this process, see {@link Child}.
 *
 * @param directory where it runs: no configuration file of a user lies there
 * @param log gets its output, after what is there
 */
public record Launch(List<String> command, Map<String, String> environment, Path directory, Path log) {
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "JAVA_HOME");

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        requireNonNull(directory, "directory");
        requireNonNull(log, "log");
    }

    /**
     * Starts it and waits for its end.
     *
     * @throws IllegalStateException when it does not end well in this time
     */
    public void run(Duration atMost) throws InterruptedException {
        Process process = start(Map.of());
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("A command did not end in " + atMost.toSeconds() + " s; read " + log);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("A command ended with " + process.exitValue() + "; read " + log);
        }
    }

    Process start(Map<String, String> more) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
