package dev.changeover.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.local.fault.SmallDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own that owns what is in a directory, and can be killed without a word. */
final class OtherProcess implements AutoCloseable {
    private final Process process;

    private OtherProcess(Process process) {
        this.process = process;
    }

    /** @param what {@code postgres}, {@code broker}, {@code broker process} or {@code state}; or {@code small disk}, which
     *     has a folder of its own */
    static OtherProcess owning(String what, Path directory) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        classPath,
                        OtherProcess.class.getName(),
                        what,
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).isEqualTo("ready");
        return new OtherProcess(process);
    }

    long pid() {
        return process.pid();
    }

    /** The processes beside it that look whether it lives. */
    List<ProcessHandle> watches() {
        return process.children()
                .filter(each -> each.info().command().orElse("").endsWith("sh"))
                .toList();
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        AutoCloseable owned =
                switch (arguments[0]) {
                    case "postgres" -> LocalPostgres.start(LocalPostgresConfig.in(directory));
                    case "broker process" -> BrokerProcess.start(BrokerProcessConfig.in(directory));
                    case "small disk" -> SmallDisk.ofMegabytes(5);
                    case "broker" -> LocalBroker.start(new LocalBrokerConfig(directory, 0));
                    default -> StateDirectory.own(directory).orElseThrow();
                };
        assertThat(owned).isNotNull();
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // lives until it is killed
        }
    }
}
