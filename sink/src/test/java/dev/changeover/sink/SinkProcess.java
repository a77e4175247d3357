package dev.changeover.sink;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import dev.changeover.contract.topic.TargetTopics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A sink in a JVM of its own, which can be killed without a word, and paused. Ends with the process that started it. */
final class SinkProcess implements AutoCloseable {
    private final Process process;

    private SinkProcess(Process process) {
        this.process = process;
    }

    /** Returns when the sink runs. */
    static SinkProcess start(SinkConfig config) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SinkProcess.class.getName(),
                        Integer.toString(config.target().port()),
                        config.v1().database(),
                        config.target().database(),
                        config.topics().environment(),
                        config.bootstrapServers(),
                        Integer.toString(config.partitions()),
                        Integer.toString(config.batchUsers()),
                        Long.toString(config.batchDelay().toMillis()),
                        config.stateDirectory().toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        SinkProcess sink = new SinkProcess(process);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("ready")) {
                sink.drain(output);
                return sink;
            }
        }
        throw new IllegalStateException("The sink's process ended at its start");
    }

    /** So that the process never waits for a reader of its log. */
    private void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "sink-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Holds the whole process: its connections stay open, and nobody answers. */
    void pause() throws Exception {
        signal("STOP");
    }

    void resume() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        int ended = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (ended != 0) {
            throw new IllegalStateException("The signal " + name + " was not sent");
        }
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        SinkConfig config = SinkConfig.of(
                        address(port, arguments[1]),
                        address(port, arguments[2]),
                        new TargetTopics(arguments[3]),
                        arguments[4],
                        Integer.parseInt(arguments[5]),
                        Path.of(arguments[8]))
                .withBatches(Integer.parseInt(arguments[6]), Duration.ofMillis(Long.parseLong(arguments[7])));
        try (Sink sink = Sink.start(config)) {
            System.out.println("ready");
            while (System.in.read() >= 0 && sink.failure().isEmpty()) {
                // lives until it is killed, or the test ends
            }
        }
    }

    private static DatabaseAddress address(int port, String database) {
        return new DatabaseAddress("127.0.0.1", port, database, "postgres", new Secret("local"), Map.of());
    }
}
