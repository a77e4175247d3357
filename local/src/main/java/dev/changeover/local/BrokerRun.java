package dev.changeover.local;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** One life of a broker's process, from its start to its end. Not for more than one thread at a time. */
final class BrokerRun {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 20;

    private final Process process;

    private BrokerRun(Process process) {
        this.process = process;
    }

    /**
     * Returns when clients are served.
     *
     * @throws ProblemException if the process ends before that, or takes too long
     */
    static BrokerRun start(BrokerFiles files, Properties settings) {
        try {
            Files.deleteIfExists(files.ready());
            try (Writer writer = Files.newBufferedWriter(files.settings())) {
                settings.store(writer, null);
            }
            Process process = JavaProgram.of(
                            BrokerProgram.class, files.directory().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(files.output().toFile()))
                    .start();
            BrokerRun run = new BrokerRun(process);
            run.awaitReady(files);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As a crash does. Returns when the process is gone. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Signs the broker off and ends it; one that does not end in time is killed. */
    void stop() {
        process.toHandle().destroy(); // Process.destroy() also closes its input, on which it would end at once
        ProcessSignal.RESUME.reached(process.pid()); // one that is paused hears nothing
        if (!await()) {
            kill();
        }
    }

    private void awaitReady(BrokerFiles files) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Files.notExists(files.ready())) {
            boolean late = Instant.now().isAfter(deadline);
            if (late || waited(PAUSE_MILLIS)) {
                kill();
                throw new ProblemException(new Problem(
                        Problem.Kind.UNEXPECTED,
                        "The broker's process did not start in " + files.directory(),
                        late
                                ? "it did not serve clients within " + PATIENCE.toSeconds() + " s"
                                : "it ended with exit code " + process.exitValue(),
                        "read its log, " + files.output()));
            }
        }
    }

    private boolean await() {
        return waited(PATIENCE.toMillis());
    }

    /** Whether the process has ended. */
    private boolean waited(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the broker's process", e);
        }
    }
}
