package dev.changeover.transform;

import static dev.changeover.transform.RowsTest.filter;
import static dev.changeover.transform.RowsTest.user;
import static dev.changeover.transform.V1Record.deleted;
import static dev.changeover.transform.V1Record.snapshot;
import static dev.changeover.transform.V1Record.unreadable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.transform.task.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in the table topics that no sound capture writes: one user waits, or the transform stops and says where. */
class PoisonTest {
    private static final int USERS = 1_000;
    private static final String GOOD = filter(13, 1, 7L, "a").value();

    private OnePartition topology = OnePartition.released();

    @AfterEach
    void close() {
        topology.close();
    }

    static Stream<String> poison() {
        return Stream.of(
                "garbage",
                "",
                "null",
                "[1]",
                "{}",
                "{\"id\":1,\"user_id\":7,\"name\":\"a row without its envelope\"}",
                GOOD.substring(0, GOOD.length() / 2),
                GOOD.replace("\"lsn\":13", "\"lsn\":\"far away\""),
                GOOD.replace("\"op\":\"u\"", "\"op\":\"t\""),
                GOOD.replace("\"user_id\":7", "\"user_id\":\"seven\""),
                GOOD.replace("\"user_id\":7,", ""),
                GOOD.replace("\"name\":\"a\"", "\"name\":{\"first\":\"a\"}"),
                "[".repeat(6_000));
    }

    @ParameterizedTest
    @MethodSource("poison")
    void aRecordThatCannotBeReadQuarantinesItsUserWithTheReasonUntilAGoodVersionComes(String value) {
        topology.take(user(10, 7), user(11, 8), filter(12, 1, 7L, "known"));

        topology.take(new V1Record("saved_filters", 1, value, 1));
        assertThat(topology.latest().get(7L)).isInstanceOfSatisfying(UserDocument.Unreadable.class, refused -> {
            assertThat(refused.table()).isEqualTo("saved_filters");
            assertThat(refused.rowId()).isEqualTo(1);
            assertThat(refused.reason()).isNotBlank();
        });
        assertThat(topology.present(8).rowCount()).isEqualTo(1);

        topology.take(filter(14, 1, 7L, "good"));
        assertThat(topology.idsOf(7, "saved_filters")).containsExactly(1L);
    }

    @Test
    void columnsThatThePlanDoesNotKnowArePassedOver() {
        topology.take(user(10, 7), filter(11, 1, 7L, "a"));
        V1Record known = filter(12, 1, 7L, "b");
        String more = known.value().replace("\"after\":{", "\"after\":{\"added_later\":{\"x\":[1,{\"id\":99}]},");

        topology.take(new V1Record("saved_filters", 1, more, 1));

        assertThat(topology.idsOf(7, "saved_filters")).containsExactly(1L);
        assertThat(RowsTest.nameOf(topology.present(7).rowsOf("saved_filters").get(0), "saved_filters", "name"))
                .isEqualTo("b");
    }

    @Test
    void theTombstoneOfAnotherDebeziumRepeatsTheDeleteBeforeItAndNeverTakesALivingRow() {
        topology.close();
        topology = new OnePartition();
        topology.publish(OnePartition.CATALOGUE);
        topology.tell(new SnapshotEvent.Started(1));
        topology.take(
                snapshot(1, "users", 7, null),
                snapshot(1, "saved_filters", 1, 7L),
                snapshot(1, "saved_filters", 2, 7L),
                filter(9, 3, 7L, "streamed"));
        topology.endSnapshot(1);

        topology.take(deleted(1, 12, "saved_filters", 1));
        for (long row = 1; row <= 4; row++) {
            topology.tombstone("saved_filters", row);
        }

        assertThat(topology.idsOf(7, "saved_filters")).containsExactly(2L, 3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"three", "", "-1", "99999999999"})
    void aGenerationThatIsNoNumberQuarantinesTheUser(String generation) {
        topology.take(user(10, 7), filter(11, 1, 7L, "a"));

        topology.takeWithGeneration(filter(12, 1, 7L, "b"), generation);

        assertThat(topology.latest().get(7L)).isInstanceOf(UserDocument.Unreadable.class);
    }

    @Test
    void poisonForARowThatNobodyKnowsIsCounted() {
        topology.take(new V1Record("saved_filters", 1, "garbage", 1));

        assertThat(topology.count(Count.UNREADABLE_WITHOUT_PARENT)).isEqualTo(1);
        assertThat(topology.written()).isEmpty();
    }

    @Test
    void oneRowInAThousandIsPoisonAndOnlyItsUsersWait() {
        Random chance = new Random(7);
        List<V1Record> rows = new ArrayList<>();
        for (long user = 1; user <= USERS; user++) {
            rows.add(user(10, user));
            for (long row = 1; row <= 4; row++) {
                rows.add(filter(11, user * 10 + row, user, "good"));
            }
        }
        topology.take(rows.toArray(V1Record[]::new));
        List<String> kinds = poison().toList();
        TreeSet<Long> hit = new TreeSet<>();
        for (int i = 0; i < rows.size() / 1_000; i++) {
            long user = 1L + chance.nextInt(USERS);
            hit.add(user);
            topology.take(new V1Record("saved_filters", user * 10 + 1, kinds.get(i % 8), 1));
            topology.take(unreadable(1, 99, "saved_filters", user * 10 + 2));
            topology.take(filter(100, (1 + user % USERS) * 10 + 3, 1 + user % USERS, "a neighbour goes on"));
        }

        assertThat(hit).hasSize(5);
        topology.latest().forEach((user, document) -> assertThat(document)
                .isInstanceOf(hit.contains(user) ? UserDocument.Unreadable.class : UserDocument.Present.class));
    }

    @Test
    void aRecordOfNobodyKnowsWhichRowStopsTheTransformAndNamesItsPlaceAndTheWayOn() {
        topology.take(user(10, 7));
        byte[] key = "{\"schema\":{},\"payload\":{\"id\":1,\"email\":\"someone@example.org\"}}".getBytes(UTF_8);

        assertThatThrownBy(() -> topology.pipe(SourceTopics.ofTable("saved_filters"), key, GOOD.getBytes(UTF_8)))
                .rootCause()
                .hasMessageContaining("the key of a record of saved_filters is not {\"id\": <number>}")
                .hasMessageNotContaining("someone");
    }
}
