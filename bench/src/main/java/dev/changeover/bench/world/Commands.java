package dev.changeover.bench.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs short programs to their end. An interruption ends them. */
final class Commands {
    private Commands() {}

    /** The exit code; output is added to the log. */
    static int run(List<String> command, Path log) {
        try {
            return waitFor(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs programs whose output is the next one's input; errors are added to the log, the last output as well. */
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
