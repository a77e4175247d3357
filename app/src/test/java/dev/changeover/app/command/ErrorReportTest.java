package dev.changeover.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.app.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A failure that nobody foresaw, in a command that has opened no log. */
class ErrorReportTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void closeLog() {
        RunLog.close();
    }

    @Test
    void isLoggedInTheStateDirectoryThatTheFileNames() throws IOException {
        Files.writeString(directory.resolve("changeover.yaml"), "stateDirectory: of-the-file\n");

        assertThat(failAfterLoading(Map.of(), false)).isEqualTo(1);

        assertLogIn("of-the-file");
    }

    @Test
    void isLoggedInTheStateDirectoryThatTheFlagNames() throws IOException {
        Map<String, String> environment = Map.of("CHANGEOVER_STATE_DIR", "of-the-variable");

        assertThat(failAfterLoading(environment, false, "--state-dir", "of-the-flag"))
                .isEqualTo(1);

        assertLogIn("of-the-flag");
    }

    @Test
    void beforeAnythingIsLoadedIsLoggedInTheStateDirectoryThatTheVariableNames() throws IOException {
        Surroundings surroundings = surroundings(Map.of("CHANGEOVER_STATE_DIR", "of-the-variable"));

        fail(surroundings, false, new CommandLine(new Failing()));

        assertLogIn("of-the-variable");
    }

    @Test
    void isToldAlsoWhereNoLogCanBeWritten() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        Map<String, String> environment = Map.of("CHANGEOVER_STATE_DIR", "file");

        assertThat(failAfterLoading(environment, false)).isEqualTo(1);
        assertThat(failAfterLoading(environment, true)).isEqualTo(1);

        assertThat(text(err)).contains("error: Something unexpected happened: IllegalStateException; report it");
        assertThat(text(out)).startsWith("{\"error\":{").contains("there is no log of it");
    }

    private int failAfterLoading(Map<String, String> environment, boolean json, String... arguments) {
        Surroundings surroundings = surroundings(environment);
        Failing command = new Failing();
        CommandLine line = new CommandLine(command);
        line.parseArgs(arguments);
        command.common.load(surroundings);
        return fail(surroundings, json, line);
    }

    private static int fail(Surroundings surroundings, boolean json, CommandLine line) {
        return new ErrorReport(surroundings, json)
                .show(
                        new IllegalStateException("of the test"),
                        CommonOptions.stateDirectoryOf(line.getCommandSpec(), surroundings));
    }

    private Surroundings surroundings(Map<String, String> environment) {
        Terminal terminal = Terminal.plain(stream(out), stream(err));
        return new Surroundings(terminal, environment, directory, new Interruption(), Person.nobody());
    }

    private void assertLogIn(String stateDirectory) throws IOException {
        try (Stream<Path> logs = Files.list(directory.resolve(stateDirectory).resolve("logs"))) {
            assertThat(logs.toList()).singleElement().satisfies(log -> {
                assertThat(text(err)).contains("read " + log + ", and report it");
                assertThat(log).content().contains("IllegalStateException: of the test");
            });
        }
        assertThat(directory.resolve(".changeover")).doesNotExist();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Command(name = "failing")
    private static final class Failing {
        @Mixin
        private final CommonOptions common = new CommonOptions();
    }
}
