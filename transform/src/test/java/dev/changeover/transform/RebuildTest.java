package dev.changeover.transform;

import static dev.changeover.transform.V1Record.deleted;
import static dev.changeover.transform.V1Record.snapshot;
import static dev.changeover.transform.V1Record.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.document.RebuildMark;
import dev.changeover.contract.document.ReplayRequest;
import dev.changeover.contract.document.UserDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While the state is made anew from the table topics, no document says how a user was. */
final class RebuildTest {
    private final OnePartition topology = new OnePartition();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void aUserIsWrittenOnceAndAsTheTopicsEndByIt() {
        topology.mark(RebuildMark.BEGUN);
        readEverything();
        assertThat(topology.written()).isEmpty();
        assertThat(topology.holds()).anyMatch(reason -> reason.contains("replay --from-topics"));

        topology.mark(RebuildMark.DONE);

        assertThat(topology.written()).extracting(UserDocument::userId).containsExactlyInAnyOrder(7L, 8L);
        assertThat(topology.present(7).rowsOf("users").get(0).values()).contains("last@b");
        assertThat(topology.holds()).isEmpty();
    }

    @Test
    void withoutTheMarkTheUserWouldGoBackInTime() {
        readEverything();

        assertThat(topology.written()).hasSizeGreaterThan(2);
    }

    @Test
    void aUserThatIsGoneIsWrittenAsGone() {
        topology.mark(RebuildMark.BEGUN);
        readEverything();
        topology.take(deleted(1, 9, "users", 8));

        topology.mark(RebuildMark.DONE);

        assertThat(topology.latest().get(8L)).isEqualTo(new UserDocument.Deleted(8));
    }

    @Test
    void aReplayThatIsAskedForMeanwhileWritesNothingBeforeTheEnd() {
        topology.mark(RebuildMark.BEGUN);
        readEverything();

        topology.ask(ReplayRequest.ofEverybody());
        assertThat(topology.written()).isEmpty();
        topology.mark(RebuildMark.DONE);

        assertThat(topology.written()).hasSize(2);
    }

    @Test
    void theEndOfARebuildThatNobodyBeganDoesNothing() {
        readEverything();
        topology.written();

        topology.mark(RebuildMark.DONE);

        assertThat(topology.written()).isEmpty();
    }

    @Test
    void anEndInTheMiddleOfASnapshotWaitsForTheSnapshot() {
        topology.mark(RebuildMark.BEGUN);
        readEverything();
        topology.tell(new SnapshotEvent.Started(2));
        topology.take(snapshot(2, "users", 7, null, "email", "a@b"), snapshot(2, "users", 8, null, "email", "c@d"));

        topology.mark(RebuildMark.DONE);
        assertThat(topology.written()).isEmpty();
        topology.endSnapshot(2);

        assertThat(topology.written()).hasSize(2);
    }

    private void readEverything() {
        topology.publish(OnePartition.CATALOGUE);
        topology.tell(new SnapshotEvent.Started(1));
        topology.take(snapshot(1, "users", 7, null, "email", "first@b"), snapshot(1, "users", 8, null, "email", "c@d"));
        topology.endSnapshot(1);
        topology.take(streamed(1, 5, "users", 7, null, "email", "last@b"));
    }
}
