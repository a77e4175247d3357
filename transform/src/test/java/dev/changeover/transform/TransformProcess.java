package dev.changeover.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import dev.changeover.contract.topic.TargetTopics;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A transform in a process of its own, which can be killed without a word. Confined to one thread. */
final class TransformProcess implements AutoCloseable {
    private static final String GONE = Stage.State.FAILED + " the process has ended";

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;
    private final Path log;

    private TransformProcess(Process process, Path log) {
        this.process = process;
        this.questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.log = log;
    }

    /** Returns before the transform runs. */
    static TransformProcess start(TransformConfig config, String... jvm) throws IOException {
        Files.createDirectories(config.stateDirectory());
        Path log =
                config.stateDirectory().resolveSibling(config.stateDirectory().getFileName() + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of(jvm));
        command.addAll(List.of(
                TransformProcess.class.getName(),
                config.bootstrapServers(),
                config.topics().environment(),
                Integer.toString(config.partitions()),
                config.stateDirectory().toString(),
                Long.toString(config.maxDocumentBytes())));
        ProcessBuilder program =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        program.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        return new TransformProcess(program.start(), log);
    }

    /** The stage's state; {@code FAILED} once the process has ended. */
    Stage.State state() {
        return Stage.State.valueOf(ask().split(" ", 2)[0]);
    }

    /** What the stage waits for, or why it failed; empty when there is no such thing. */
    String reason() {
        return ask().split(" ", 2)[1];
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What the process has said on standard error, over all runs in this directory. */
    String log() throws IOException {
        return Files.readString(log, UTF_8);
    }

    /** As {@code kill -9} does. Returns when the process is gone. */
    void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Lets the transform finish what it has in hand. Returns when the process is gone. */
    void stop() throws IOException {
        questions.close();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }

    private String ask() {
        try {
            questions.write("status\n");
            questions.flush();
            String answer = answers.readLine();
            return answer == null ? GONE : answer;
        } catch (IOException e) {
            return GONE;
        }
    }

    static TransformConfig withLimit(TransformConfig config, long maxDocumentBytes) {
        return new TransformConfig(
                config.bootstrapServers(),
                config.topics(),
                config.partitions(),
                config.stateDirectory(),
                config.threads(),
                config.commitInterval(),
                config.cacheBytes(),
                maxDocumentBytes);
    }

    public static void main(String[] arguments) throws IOException {
        TransformConfig defaults = TransformConfig.of(
                arguments[0], new TargetTopics(arguments[1]), Integer.parseInt(arguments[2]), Path.of(arguments[3]));
        TransformConfig config = withLimit(defaults, Long.parseLong(arguments[4]));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        PrintStream answers = System.out;
        System.setOut(System.err); // the log goes there
        try (Transform transform = Transform.start(config)) {
            while (questions.readLine() != null) {
                answers.println(transform.state() + " "
                        + transform.failure().map(Problem::line).orElse(""));
            }
        } catch (ProblemException e) {
            while (questions.readLine() != null) {
                answers.println(Stage.State.FAILED + " " + e.problem().line());
            }
        }
    }
}
