package dev.changeover.transform;

import static dev.changeover.transform.V1Record.snapshot;
import static dev.changeover.transform.V1Record.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.document.ReplayRequest;
import dev.changeover.contract.document.UserDocument;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replay assembles users from what the topology holds, with the rules of now. */
final class ReplayTest {
    private final OnePartition topology = OnePartition.released();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void aReplayWritesNothingWhenNothingChanged() {
        threeUsers();

        topology.ask(ReplayRequest.ofEverybody());

        assertThat(topology.written()).isEmpty();
    }

    @Test
    void aReplayWritesTheUsersThatReadOtherwiseByTheRulesOfToday() {
        threeUsers();
        topology.wroteOtherwise(7);
        topology.wroteOtherwise(9);

        topology.ask(ReplayRequest.ofEverybody());

        assertThat(topology.written()).extracting(UserDocument::userId).containsExactlyInAnyOrder(7L, 9L);
        topology.ask(ReplayRequest.ofEverybody());
        assertThat(topology.written()).as("the second time").isEmpty();
    }

    @Test
    void aReplayOfOneUserLeavesTheOthersAlone() {
        threeUsers();
        topology.wroteOtherwise(7);
        topology.wroteOtherwise(9);

        topology.ask(ReplayRequest.of(List.of(9L, 1_000L)));

        assertThat(topology.written()).extracting(UserDocument::userId).containsExactly(9L);
    }

    @Test
    void aUserThatIsNamedIsWrittenAlsoWhenItReadsTheSame() {
        threeUsers();

        topology.ask(ReplayRequest.of(List.of(8L)));

        assertThat(topology.written()).extracting(UserDocument::userId).containsExactly(8L);
    }

    @Test
    void aUserThatIsNamedInASnapshotIsWrittenAtItsEndAlsoWhenItReadsTheSame() {
        threeUsers();
        topology.tell(new SnapshotEvent.Started(2));

        topology.ask(ReplayRequest.of(List.of(8L)));
        assertThat(topology.written()).isEmpty();
        topology.take(
                snapshot(2, "users", 7, null, "email", "a@b"),
                snapshot(2, "users", 8, null, "email", "c@d"),
                snapshot(2, "users", 9, null, "email", "e@f"));
        topology.endSnapshot(2);

        assertThat(topology.written()).extracting(UserDocument::userId).contains(8L);
    }

    @Test
    void aReplayThatIsAskedForInASnapshotIsPartOfItsEnd() {
        threeUsers();
        topology.wroteOtherwise(7);
        topology.tell(new SnapshotEvent.Started(2));
        topology.take(
                snapshot(2, "users", 7, null, "email", "a@b"),
                snapshot(2, "users", 8, null, "email", "c@d"),
                snapshot(2, "users", 9, null, "email", "e@f"));

        topology.ask(ReplayRequest.ofEverybody());
        assertThat(topology.written()).isEmpty();
        topology.endSnapshot(2);

        assertThat(topology.written()).extracting(UserDocument::userId).contains(7L);
    }

    private void threeUsers() {
        topology.take(
                streamed(1, 1, "users", 7, null, "email", "a@b"),
                streamed(1, 2, "users", 8, null, "email", "c@d"),
                streamed(1, 3, "users", 9, null, "email", "e@f"));
        assertThat(topology.written()).hasSize(3);
    }
}
