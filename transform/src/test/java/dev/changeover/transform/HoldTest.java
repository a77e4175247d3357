package dev.changeover.transform;

import static dev.changeover.transform.V1Record.deleted;
import static dev.changeover.transform.V1Record.snapshot;
import static dev.changeover.transform.V1Record.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.document.UserDocument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents wait for a snapshot's end and for a catalogue; generations replace each other; drills come and change. */
class HoldTest {
    private final OnePartition topology = new OnePartition();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void eachUserIsWrittenOnceAfterTheSnapshotAndNotOnceARow() {
        topology.publish(OnePartition.CATALOGUE);
        topology.tell(new SnapshotEvent.Started(1));
        for (long session = 1; session <= 5_000; session++) {
            topology.take(snapshot(1, "completed_sessions", session, 7L, "total_drills", "1"));
        }
        topology.take(snapshot(1, "users", 7, null, "email", "a@b"), snapshot(1, "users", 8, null, "email", "c@d"));
        assertThat(topology.written()).isEmpty();
        assertThat(topology.holds()).containsExactly("the snapshot of generation 1 is not complete yet");

        topology.endSnapshot(1);

        assertThat(topology.written()).extracting(UserDocument::userId).containsExactly(7L, 8L);
        assertThat(topology.present(7).rowCount()).isEqualTo(5_001);
        assertThat(topology.holds()).isEmpty();
    }

    @Test
    void theEndMayBeAnnouncedBeforeTheLastRowIsRead() {
        topology.publish(OnePartition.CATALOGUE);
        topology.take(snapshot(1, "users", 7, null));
        Map<String, List<Long>> ends = topology.ends();
        ends.put("saved_filters", List.of(1L));
        topology.tell(new SnapshotEvent.Ended(1, ends));
        assertThat(topology.written()).isEmpty();

        topology.take(snapshot(1, "saved_filters", 1, 7L));

        assertThat(topology.written()).hasSize(1);
        assertThat(topology.idsOf(7, "saved_filters")).containsExactly(1L);
    }

    @Test
    void documentsWaitForACatalogue() {
        topology.take(snapshot(1, "users", 7, null));
        topology.endSnapshot(1);
        assertThat(topology.written()).isEmpty();
        assertThat(topology.holds()).containsExactly("the target's drill catalogue is not known yet");

        topology.publish(OnePartition.CATALOGUE);

        assertThat(topology.written()).hasSize(1);
    }

    @Test
    void moreUsersThanOnePieceAreAllReleased() {
        topology.take(snapshot(1, "users", 1, null));
        for (long user = 2; user <= 1_201; user++) {
            topology.take(snapshot(1, "users", user, null));
        }
        topology.endSnapshot(1);

        topology.publish(OnePartition.CATALOGUE);

        assertThat(topology.written()).hasSize(1_201);
    }

    @Test
    void rowsThatALaterSnapshotLacksAreGoneAndTheOthersStay() {
        topology.publish(OnePartition.CATALOGUE);
        topology.take(
                snapshot(1, "users", 7, null),
                snapshot(1, "users", 8, null),
                snapshot(1, "users", 9, null),
                snapshot(1, "saved_filters", 1, 7L),
                snapshot(1, "saved_filters", 2, 7L),
                snapshot(1, "saved_filters", 3, 7L));
        topology.endSnapshot(1);
        topology.written();

        topology.tell(new SnapshotEvent.Started(2));
        topology.take(
                snapshot(2, "users", 7, null),
                snapshot(2, "users", 8, null),
                snapshot(2, "saved_filters", 1, 7L),
                streamed(2, 1, "saved_filters", 3, 7L));
        assertThat(topology.written()).isEmpty();
        topology.endSnapshot(2);

        assertThat(topology.idsOf(7, "saved_filters")).containsExactly(1L, 3L);
        assertThat(topology.present(8).rowCount()).isEqualTo(1);
        assertThat(topology.latest().get(9L)).isEqualTo(new UserDocument.Deleted(9));
    }

    @Test
    void anUnfinishedSnapshotIsReplacedByTheNext() {
        topology.publish(OnePartition.CATALOGUE);
        topology.tell(new SnapshotEvent.Started(1));
        topology.take(snapshot(1, "users", 7, null), snapshot(1, "users", 8, null));

        topology.tell(new SnapshotEvent.Started(2));
        topology.take(snapshot(2, "users", 7, null));
        assertThat(topology.written()).isEmpty();
        topology.endSnapshot(2);

        assertThat(topology.latest().get(7L)).isInstanceOf(UserDocument.Present.class);
        assertThat(topology.latest().get(8L)).isEqualTo(new UserDocument.Deleted(8));
    }

    @Test
    void aNewCatalogueRewritesOnlyTheUsersThatItConcerns() {
        topology.publish(OnePartition.CATALOGUE);
        topology.take(
                snapshot(1, "drills", 5, null, "title", "Rondo"),
                snapshot(1, "users", 7, null),
                snapshot(1, "users", 8, null),
                snapshot(1, "training_sessions", 21, 7L),
                snapshot(1, "ordered_session_drills", 31, 21L, "drill_id", "5"));
        topology.endSnapshot(1);
        assertThat(topology.present(7).heldBack()).singleElement().satisfies(row -> assertThat(row.reason())
                .isEqualTo(QuarantineReason.NO_COUNTERPART));
        topology.written();

        topology.publish(new DrillCatalogue(
                "v2", List.of(new DrillCatalogue.Drill(9, "00000000-0000-0000-0000-000000000009", "Rondo")), Map.of()));

        assertThat(topology.written()).extracting(UserDocument::userId).containsExactly(7L);
        assertThat(topology.idsOf(7, "ordered_session_drills")).containsExactly(31L);
    }

    @Test
    void aDrillNotSeenYetIsWaitedForAndItsUsersFollow() {
        topology.publish(OnePartition.CATALOGUE);
        topology.take(
                snapshot(1, "users", 7, null),
                snapshot(1, "users", 8, null),
                snapshot(1, "training_sessions", 21, 7L),
                streamed(1, 9, "ordered_session_drills", 31, 21L, "drill_id", "5"));
        topology.endSnapshot(1);
        assertThat(topology.present(7).heldBack()).singleElement().satisfies(row -> assertThat(row.reason())
                .isEqualTo(QuarantineReason.WAITING_FOR_DRILL));
        topology.written();

        topology.take(streamed(1, 10, "drills", 5, null, "title", "L-drags"));

        assertThat(topology.written()).extracting(UserDocument::userId).containsExactly(7L);
        assertThat(topology.idsOf(7, "ordered_session_drills")).containsExactly(31L);
    }

    @Test
    void aRenamedDrillRewritesTheUsersThatHaveIt() {
        topology.publish(OnePartition.CATALOGUE);
        topology.take(
                snapshot(1, "drills", 5, null, "title", "L-drags"),
                snapshot(1, "users", 7, null),
                snapshot(1, "users", 8, null),
                snapshot(1, "drill_groups", 21, 7L),
                snapshot(1, "drill_group_items", 31, 21L, "drill_id", "5"));
        topology.endSnapshot(1);
        topology.written();

        topology.take(streamed(1, 10, "drills", 5, null, "title", "Cone weave"));

        assertThat(topology.written()).extracting(UserDocument::userId).containsExactly(7L);
        assertThat(RowsTest.nameOf(
                        topology.present(7).rowsOf("drill_group_items").get(0), "drill_group_items", "drill_uuid"))
                .isEqualTo("00000000-0000-0000-0000-000000000002");

        topology.take(deleted(1, 11, "drills", 5));
        assertThat(RowsTest.nameOf(
                        topology.present(7).rowsOf("drill_group_items").get(0), "drill_group_items", "drill_uuid"))
                .isNull();
    }

    @Test
    void aSourceWithoutGenerationsIsNotHeld() {
        topology.publish(OnePartition.CATALOGUE);

        topology.take(snapshot(0, "users", 7, null));

        assertThat(topology.written()).hasSize(1);
    }
}
