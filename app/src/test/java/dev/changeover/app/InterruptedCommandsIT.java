package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.local.JavaProgram;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in processes of their own that wait for a server which accepts their connection and never says a word. */
class InterruptedCommandsIT {
    private static final int INTERRUPTED = 130;
    private static final int PATIENCE_MILLIS = 60_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify",
                "stats",
                "plan",
                "migrate --dry-run",
                "preflight",
                "users list",
                "replay --preview",
                "rollback --migrated --preview"
            })
    void aCommandThatChangesNothingEndsAtTheFirstSignal(String line, @TempDir Path directory) throws Exception {
        Path said = directory.resolve("said");
        Process command;
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(PATIENCE_MILLIS);
            command = start(line, directory, said, silent.getLocalPort());
            try (Socket connected = silent.accept()) {
                assertThat(connected.isConnected()).isTrue();
                command.destroy(); // SIGTERM
                assertThat(command.waitFor(5, TimeUnit.SECONDS)).isTrue();
            } finally {
                command.destroyForcibly();
            }
        }

        assertThat(command.exitValue()).isEqualTo(INTERRUPTED);
        assertThat(said).content().containsOnlyOnce("Interrupted. Nothing was changed.");
    }

    private static Process start(String line, Path directory, Path said, int port) throws Exception {
        String server = "postgresql://nobody@127.0.0.1:" + port + "/";
        ProcessBuilder program = JavaProgram.of(List.of(), Main.class, line.split(" "));
        program.environment().put("V1_DATABASE_URL", server + "v1");
        program.environment().put("STAGING_DATABASE_URL", server + "v2");
        program.environment().remove("KAFKA_BOOTSTRAP_SERVERS");
        Files.createFile(said);
        return program.directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said.toFile())
                .start();
    }
}
