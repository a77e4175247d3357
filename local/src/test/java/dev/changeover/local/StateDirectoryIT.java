package dev.changeover.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
