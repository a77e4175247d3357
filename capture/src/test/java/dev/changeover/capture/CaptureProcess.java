package dev.changeover.capture;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Capture in a JVM of its own, to be killed. */
final class CaptureProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    private CaptureProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param heap as {@code -Xmx} takes it */
    static CaptureProcess start(CaptureConfig config, Path log, String heap) throws IOException {
        return start(config, log, heap, List.of());
    }

    /** @param javaArguments more for the Java machine, for example another clock */
    static CaptureProcess start(CaptureConfig config, Path log, String heap, List<String> javaArguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.addAll(command.size() - 1, javaArguments);
        // The build's test runner hides the class path in a jar of its own, and tells it here.
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(CaptureProcess.class.getName());
        command.addAll(List.of(
                Integer.toString(config.v1().port()),
                config.v1().user(),
                config.bootstrapServers(),
                Integer.toString(config.maxBatchRecords()),
                Integer.toString(config.maxQueueRecords())));
        return new CaptureProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The process " + process.pid() + " survives SIGKILL");
        }
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] arguments) {
        DatabaseAddress v1 = new DatabaseAddress(
                "127.0.0.1", Integer.parseInt(arguments[0]), "v1", arguments[1], new Secret("local"), Map.of());
        CaptureConfig config = CaptureConfig.of(v1, arguments[2], CaptureWorld.PARTITIONS)
                .withTimes(Duration.ofMillis(200), Duration.ofMinutes(1));
        Capture capture =
                Capture.start(config.withBatches(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4])));
        while (capture.state() != Stage.State.FAILED) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new ProblemException(capture.failure().orElseThrow());
    }
}
