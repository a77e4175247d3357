package dev.changeover.bench.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A command of Changeover at work. Safe for any thread. */
public final class Running implements AutoCloseable {
    /** What {@code sync} says when it has caught up for the first time. */
    private static final String IN_STEP = "In step with V1";

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 10;
    private static final int TOLD_CHARACTERS = 600;

    private final String title;
    private final Process process;
    private final Path output;
    private final Path messages;
    private final ResourceWatch resources;

    private Running(String title, Process process, Path output, Path messages) {
        this.title = title;
        this.process = process;
        this.output = output;
        this.messages = messages;
        this.resources = ResourceWatch.of(process);
    }

    static Running start(String title, ProcessBuilder builder, Path directory) {
        Path output = directory.resolve(title + ".out");
        Path messages = directory.resolve(title + ".err");
        try {
            return new Running(
                    title,
                    builder.redirectOutput(output.toFile())
                            .redirectError(messages.toFile())
                            .start(),
                    output,
                    messages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of {@code sync}: returns when the target has all that V1 had. */
    public void awaitInStep(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!text(messages).contains(IN_STEP)) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        title + " was not in step after " + atMost.toSeconds() + " s: " + output());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /**
     * Does nothing while it runs.
     *
     * @throws IllegalStateException when it has ended, with what it said last
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(title + " ended with " + process.exitValue() + ": " + output());
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    int await() throws InterruptedException {
        return process.waitFor();
    }

    long peakBytes() {
        return resources.peakBytes();
    }

    double cpuSeconds() {
        return resources.cpuSeconds();
    }

    Path outputFile() {
        return output;
    }

    /** The end of what it said. */
    String output() {
        String said = (text(messages) + " " + text(output)).strip().replace('\n', ' ');
        return said.substring(Math.max(0, said.length() - TOLD_CHARACTERS));
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to stop, and kills it when it does not. Does nothing the second time. */
    @Override
    public void close() {
        resources.close();
        if (!process.isAlive()) {
            return;
        }
        process.destroy();
        if (!Commands.awaitEnd(process, GRACE)) {
            Commands.awaitEnd(process.destroyForcibly(), GRACE);
        }
    }
}
