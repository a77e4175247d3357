package dev.changeover.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state directory that is there and lets this user not work. What root is not refused is in the way otherwise, where that goes. */
class StateDirectoryOfSomebodyElseTest {
    @TempDir
    private Path directory;

    private Path state;

    @BeforeEach
    void make() throws IOException {
        state = Files.createDirectory(directory.resolve(".changeover"));
    }

    @AfterEach
    void giveBack() throws IOException {
        permit(state, "rwx------");
    }

    @Test
    void aCommandThatWouldOwnItIsRefusedWithWhatToDo() throws IOException {
        Files.createDirectory(state.resolve("owner.lock"));

        assertRefused("capture", "resnapshot");
    }

    @Test
    void pointsThatCannotBeReadAreNotTakenForNone() throws IOException {
        Files.writeString(state.resolve("rollback-points"), "");

        assertRefused("rollback-point", "list");
        assertRefused("rollback-point", "check", "one");
    }

    @Test
    void anotherUsersPointsAreNotTakenForNone() throws IOException {
        Path points = Files.createDirectory(state.resolve("rollback-points"));
        Files.createDirectory(points.resolve("staging"));
        permit(points, "---------");
        assumeNotRoot(points);

        try {
            assertRefused("rollback-point", "list");
        } finally {
            permit(points, "rwx------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "capture resnapshot", "demo --users 50", "rollback-point delete one --yes"})
    void aDirectoryThatMayNotBeWrittenIsRefusedWithWhatToDo(String line) throws IOException {
        permit(state, "r-xr-xr-x");
        assumeNotRoot(state);

        assertRefused(line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "capture resnapshot", "demo --users 50", "rollback-point delete one --yes"})
    void logsThatMayNotBeWrittenAreRefusedWithWhatToDo(String line) throws IOException {
        Path logs = Files.createDirectory(state.resolve("logs"));
        permit(logs, "r-xr-xr-x");
        assumeNotRoot(logs);

        assertRefused(line.split(" "));
    }

    private void assertRefused(String... line) {
        InProcess.Result result = new InProcess(directory)
                .with("V1_DATABASE_URL", "postgresql://nobody:none@127.0.0.1:1/one")
                .with("STAGING_DATABASE_URL", "postgresql://nobody:none@127.0.0.1:1/two")
                .run(line);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(state.toString(), "set CHANGEOVER_STATE_DIR");
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static void assumeNotRoot(Path refused) {
        assumeFalse(Files.isWritable(refused), "This user may write whatever the permissions say: it is root");
    }
}
