package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code changeover}, in a folder of its own with a program of the test's in Changeover's place. */
class LauncherIT {
    private static final Path SCRIPT = Path.of("..", "changeover");
    private static final String PROGRAM = """
            package dev.changeover.app;

            class Main {
                public static void main(String[] args) {
                    if (args[0].equals("fill")) {
                        long[][] memory = new long[1 << 20][];
                        for (int each = 0; ; each++) {
                            memory[each] = new long[1 << 17];
                        }
                    }
                    System.out.println(String.join("|", args) + " " + System.getProperty("changeover.terminal"));
                    System.exit(5);
                }
            }
            """;

    @TempDir
    private Path home;

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void buildProgram() throws IOException {
        Path launcher = Files.copy(SCRIPT, home.resolve("changeover"));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Path source = Files.writeString(home.resolve("Main.java"), PROGRAM);
        Path lib = Files.createDirectories(home.resolve("app/target/lib"));
        Files.createFile(home.resolve("app/target/built"));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", home.toString(), source.toString()))
                .isZero();
        try (OutputStream file = Files.newOutputStream(lib.resolve("program.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            String name = "dev/changeover/app/Main.class";
            jar.putNextEntry(new JarEntry(name));
            Files.copy(home.resolve(name), jar);
        }
    }

    @Test
    void argumentsAndExitCodePassThroughAlsoBehindASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(home.resolve("link"), Path.of("changeover"));

        Ended ended = launch("", link.toString(), "say", "two words", "*");

        assertThat(ended).isEqualTo(new Ended(5, "say|two words|* false\n", ""));
    }

    @Test
    void aFullMemorySaysWhatToDoAndIsNoRefusal() throws Exception {
        Ended ended = launch("-Xmx16m", home.resolve("changeover").toString(), "fill");

        assertThat(ended.code())
                .as("neither done nor an answer of Changeover's")
                .isGreaterThan(5);
        assertThat(ended.err()).contains("error: Changeover is out of memory", "JAVA_OPTS=-Xmx2g");
        assertThat(ended.out())
                .as("no place for the JVM's words: --json answers there")
                .isEmpty();
    }

    private Ended launch(String options, String... command) throws IOException, InterruptedException {
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        List<String> words = new ArrayList<>(List.of("sh"));
        words.addAll(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", options);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
