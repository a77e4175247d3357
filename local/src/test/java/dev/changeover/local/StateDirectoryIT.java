package dev.changeover.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryIT {
    @TempDir
    Path directory;

    @Test
    void refusesASecondOwnerAndNamesTheFirst() {
        try (StateDirectory first = StateDirectory.own(directory).orElseThrow()) {
            first.announceBroker("127.0.0.1:9092");

            assertThat(StateDirectory.own(directory)).isEmpty();

            assertThat(StateDirectory.owner(directory))
                    .hasValue(ProcessHandle.current().pid());
            assertThat(StateDirectory.brokerAddress(directory)).hasValue("127.0.0.1:9092");
        }
    }

    @Test
    void belongsToNobodyWhenItsOwnerIsGone() {
        StateDirectory.own(directory).orElseThrow().close();

        assertThat(StateDirectory.owner(directory)).isEmpty();
        assertThat(StateDirectory.brokerAddress(directory)).isEmpty();
        try (StateDirectory next = StateDirectory.own(directory).orElseThrow()) {
            assertThat(next.path()).exists();
        }
    }

    @Test
    void givenUpForGoodItHoldsNothingOfItsOwnerAndCanBeOwnedAgain() {
        StateDirectory last = StateDirectory.own(directory).orElseThrow();
        last.announceBroker("127.0.0.1:9092");

        last.closeForGood();

        assertThat(directory).isEmptyDirectory();
        try (StateDirectory next = StateDirectory.own(directory).orElseThrow()) {
            assertThat(StateDirectory.own(directory)).isEmpty();
            assertThat(next.path()).exists();
        }
    }

    @Test
    void thatCannotBeWrittenIsRefusedWithWhatToDoAndCanBeOwnedOnceItCan() throws IOException {
        Path inTheWay = Files.createDirectory(directory.resolve("owner.lock"));

        assertThatThrownBy(() -> StateDirectory.own(directory))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("The state directory " + directory + " cannot be read and written")
                .hasMessageContaining("set CHANGEOVER_STATE_DIR");

        Files.delete(inTheWay);
        try (StateDirectory next = StateDirectory.own(directory).orElseThrow()) {
            assertThat(next.path()).exists();
        }
    }

    @Test
    void aLookThatIsNotPossibleIsNoAnswer() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> StateDirectory.owner(file)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> StateDirectory.brokerAddress(file)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aLookWritesNothing() throws IOException {
        StateDirectory.own(directory).orElseThrow().close();
        Path pid = Files.writeString(directory.resolve("owner.pid"), "17");

        assertThat(StateDirectory.owner(directory)).isEmpty();

        assertThat(pid).hasContent("17");
    }

    @Test
    void aLookNeedsNoRightToWrite() throws IOException {
        StateDirectory.own(directory).orElseThrow().close();
        Path lock = directory.resolve("owner.lock");
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("r--r--r--"));
        assumeFalse(Files.isWritable(lock), "This user may write whatever the permissions say: it is root");

        assertThat(StateDirectory.owner(directory)).isEmpty();
    }
}
