package dev.changeover.bench.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end. */
final class Commands {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Commands() {}

    /** The exit code; output is added to the log. Not cut short by an interruption: servers are stopped with it. */
    static int run(List<String> command, Path log) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return awaitEnd(process, PATIENCE) ? process.exitValue() : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end whatever happens to this thread meanwhile; false when that takes too long. */
    static boolean awaitEnd(Process process, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs programs, which an interruption ends, and whose output is the next one's input; errors are added to the log, the last output as well. */
    static void pipe(List<List<String>> commands, Map<String, String> environment, Path log) {
        List<ProcessBuilder> builders = commands.stream()
                .map(command ->
                        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())))
                .toList();
        builders.forEach(builder -> builder.environment().putAll(environment));
        builders.get(builders.size() - 1).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            List<Process> processes = ProcessBuilder.startPipeline(builders);
            for (int i = 0; i < processes.size(); i++) {
                int code = waitFor(processes.get(i));
                if (code != 0) {
                    throw new IllegalStateException(
                            commands.get(i).get(0) + " ended with " + code + "; its messages are in " + log);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
