package dev.changeover.transform;

import static dev.changeover.transform.RowsTest.filter;
import static dev.changeover.transform.RowsTest.group;
import static dev.changeover.transform.RowsTest.item;
import static dev.changeover.transform.RowsTest.session;
import static dev.changeover.transform.RowsTest.user;
import static dev.changeover.transform.V1Record.deleted;
import static dev.changeover.transform.V1Record.snapshot;
import static dev.changeover.transform.V1Record.streamed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.RowChangeReader;
import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.transform.task.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The situations that concern a whole user: what it waits for, what its document holds, and that nothing else changes it. */
class WholeUserTest {
    private static final DrillCatalogue LATER = new DrillCatalogue(
            "v2", List.of(new DrillCatalogue.Drill(9, "00000000-0000-0000-0000-000000000009", "Rondo")), Map.of());

    @Test
    void theSameInputAgainGivesTheSameDocumentsByteForByte() {
        List<V1Record> input = someHistory(new Random(11));

        assertThat(documentsOf(input, Duration.ZERO)).isNotEmpty().isEqualTo(documentsOf(input, Duration.ZERO));
    }

    @Test
    void aClockThatMovesByAnHourChangesNoByte() {
        List<V1Record> input = someHistory(new Random(12));
        List<String> documents = documentsOf(input, Duration.ZERO);

        assertThat(documentsOf(input, Duration.ofHours(1))).isEqualTo(documents);
        assertThat(documentsOf(input, Duration.ofHours(-1))).isEqualTo(documents);
    }

    @Test
    void thePlaceholderOfAnUnchangedValueReachesNoDocument() {
        for (long seed = 1; seed <= 20; seed++) {
            List<String> documents = documentsOf(sessionsWithPlaceholders(new Random(seed)), Duration.ZERO);

            assertThat(documents)
                    .as("seed %d", seed)
                    .isNotEmpty()
                    .noneMatch(document -> document.contains("not-sent-again"));
        }
    }

    @Test
    void aChildBeforeItsParentByHoursWaitsVisiblyWhileOthersGoOn() {
        try (OnePartition topology = OnePartition.released()) {
            topology.take(item(1, 31, 21L), user(2, 8));
            for (long change = 3; change <= 500; change++) {
                topology.advance(Duration.ofMinutes(1));
                topology.take(filter(change, 1, 8L, "later " + change));
            }
            assertThat(topology.count(Count.CHILDREN_WAITING)).isEqualTo(1);
            assertThat(topology.latest()).containsOnlyKeys(8L);

            topology.take(group(501, 21, 7L), user(502, 7));

            assertThat(topology.idsOf(7, "drill_group_items")).containsExactly(31L);
            assertThat(topology.count(Count.CHILDREN_WAITING)).isZero();
        }
    }

    @Test
    void aParentThatNeverComesIsReportedWithWhatHangsOnIt() {
        try (OnePartition topology = new OnePartition()) {
            topology.publish(OnePartition.CATALOGUE);
            topology.tell(new SnapshotEvent.Started(1));
            topology.take(
                    snapshot(1, "users", 7, null),
                    snapshot(1, "drill_group_items", 31, 21L),
                    snapshot(1, "drill_group_items", 32, 21L),
                    snapshot(1, "ordered_session_drills", 41, 51L),
                    snapshot(1, "saved_filters", 61, 99L));

            topology.endSnapshot(1);

            assertThat(topology.present(7).rowCount()).isEqualTo(1);
            assertThat(topology.status().waits())
                    .containsExactly(
                            "3 rows wait for their group or session, which has not come or belongs to nobody",
                            "1 rows wait for their user, who has not come or was deleted");
        }
    }

    @Test
    void aCounterpartThatAppearsWhileUsersAreInFlightMigratesThemAndTheOthersStay() {
        try (OnePartition topology = OnePartition.released()) {
            topology.take(streamed(1, 1, "drills", 5, null, "title", "Rondo"), user(2, 7), user(3, 8));
            topology.take(
                    streamed(1, 4, "training_sessions", 21, 7L),
                    streamed(1, 5, "ordered_session_drills", 31, 21L, "drill_id", "5"));
            assertThat(topology.present(7).heldBack()).singleElement().satisfies(row -> assertThat(row.reason())
                    .isEqualTo(QuarantineReason.NO_COUNTERPART));
            topology.written();

            topology.take(streamed(1, 6, "ordered_session_drills", 32, 21L, "drill_id", "5"));
            topology.publish(LATER);
            topology.take(streamed(1, 7, "ordered_session_drills", 33, 21L, "drill_id", "5"));

            assertThat(topology.written()).extracting(UserDocument::userId).containsOnly(7L);
            assertThat(topology.idsOf(7, "ordered_session_drills")).containsExactly(31L, 32L, 33L);
            assertThat(topology.present(7).heldBack()).isEmpty();
        }
    }

    @Test
    void aCatalogueThatChangesWhileASnapshotIsInFlightIsTheOneThatCounts() {
        try (OnePartition topology = new OnePartition()) {
            topology.publish(OnePartition.CATALOGUE);
            topology.tell(new SnapshotEvent.Started(1));
            topology.take(
                    snapshot(1, "ordered_session_drills", 31, 21L, "drill_id", "5"),
                    snapshot(1, "training_sessions", 21, 7L),
                    snapshot(1, "users", 7, null));
            topology.publish(LATER);
            topology.take(snapshot(1, "drills", 5, null, "title", "Rondo"));
            topology.endSnapshot(1);

            assertThat(topology.idsOf(7, "ordered_session_drills")).containsExactly(31L);
            assertThat(topology.present(7).catalogueVersion()).isEqualTo("v2");
        }
    }

    @Test
    void aUserTooLargeIsQuarantinedWithItsSizeAndComesBackWhenItIsSmaller() {
        try (OnePartition topology = new OnePartition(4_000)) {
            topology.publish(OnePartition.CATALOGUE);
            topology.tell(new SnapshotEvent.Started(1));
            topology.endSnapshot(1);
            topology.take(user(1, 7), user(2, 8));
            topology.take(session(3, 1, 7L, "\"" + "x".repeat(5_000) + "\"", "1"));
            assertThat(topology.latest().get(7L)).isInstanceOfSatisfying(UserDocument.TooLarge.class, tooLarge -> {
                assertThat(tooLarge.bytes()).isGreaterThan(5_000);
                assertThat(tooLarge.maxBytes()).isEqualTo(4_000);
            });
            topology.take(filter(4, 1, 8L, "others go on"));
            assertThat(topology.idsOf(8, "saved_filters")).containsExactly(1L);

            topology.take(deleted(1, 5, "completed_sessions", 1));

            assertThat(topology.present(7).rowCount()).isEqualTo(1);
        }
    }

    private static List<String> documentsOf(List<V1Record> input, Duration clock) {
        try (OnePartition topology = OnePartition.released()) {
            topology.advance(clock);
            input.forEach(topology::take);
            return topology.writtenBytes().stream()
                    .map(bytes -> new String(bytes, UTF_8))
                    .toList();
        }
    }

    private static List<V1Record> someHistory(Random chance) {
        V1Model v1 = new V1Model(chance);
        for (int i = 0; i < 200; i++) {
            v1.change();
        }
        return v1.said();
    }

    /** Sessions of two users that come, change with and without their large column, move and go. */
    private static List<V1Record> sessionsWithPlaceholders(Random chance) {
        List<V1Record> input = new ArrayList<>(List.of(user(1, 7), user(1, 8)));
        boolean[] lives = new boolean[4];
        for (long lsn = 2; lsn <= 60; lsn++) {
            int id = chance.nextInt(lives.length);
            boolean unchanged = lives[id] && chance.nextBoolean();
            if (lives[id] && chance.nextInt(5) == 0) {
                input.add(deleted(1, lsn, "completed_sessions", id));
                lives[id] = false;
            } else {
                String drills = unchanged ? RowChangeReader.UNAVAILABLE : "[{\"title\":\"" + lsn + "\"}]";
                input.add(session(lsn, id, 7L + chance.nextInt(2), drills, Long.toString(lsn)));
                lives[id] = true;
            }
        }
        return input;
    }
}
