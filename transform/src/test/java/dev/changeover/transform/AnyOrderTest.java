package dev.changeover.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserChange;
import dev.changeover.transform.message.UserRowKey;
import dev.changeover.transform.user.UsersAfter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;

/** Whatever the order of arrival across tables, partitions and steps: each user ends with the rows that V1 says. */
class AnyOrderTest {
    private static final int CHANGES = 80;

    @Property(tries = 300)
    void usersEndWithTheRowsThatV1SaysWhateverArrivesFirst(@ForAll long changes, @ForAll long order) {
        V1Model v1 = new V1Model(new Random(changes));
        Cluster cluster = new Cluster(order);
        change(v1);
        v1.said().forEach(cluster::take);

        assertThat(usersAfter(cluster.settle())).isEqualTo(v1.rowsByUser());
    }

    @Property(tries = 300)
    void aCrashThatRepeatsASuffixChangesNothing(@ForAll long changes, @ForAll long order) {
        V1Model v1 = new V1Model(new Random(changes));
        Cluster cluster = new Cluster(order);
        change(v1);
        List<V1Record> said = v1.said();
        said.forEach(cluster::take);
        said.subList(said.size() / 3, said.size()).forEach(cluster::take);

        assertThat(usersAfter(cluster.settle())).isEqualTo(v1.rowsByUser());
    }

    @Property(tries = 300)
    void aSecondSnapshotReplacesTheFirstWhateverArrivesFirst(@ForAll long changes, @ForAll long order) {
        V1Model v1 = new V1Model(new Random(changes));
        Cluster cluster = new Cluster(order);
        change(v1);
        v1.resnapshot();
        v1.said().forEach(cluster::take);
        cluster.endSnapshot(v1.generation());
        change(v1);
        v1.said().forEach(cluster::take);

        List<Cluster.UserMessage> said = cluster.settle();

        assertThat(usersAfter(said)).isEqualTo(v1.rowsByUser());
        for (int partition = 0; partition < Cluster.PARTITIONS; partition++) {
            assertThat(snapshotRowsAfterTheMarkers(said, partition)).isZero();
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void theDocumentsAreThoseOfARunInOrderThoughEachKeyIsSaidAgainFromAPointOfItsOwn(
            @ForAll long changes, @ForAll long order, @ForAll long restarts) {
        V1Model v1 = new V1Model(new Random(changes));
        Cluster inOrder = new Cluster(0);
        Cluster disturbed = new Cluster(order);
        for (int generation = 1; generation <= 2; generation++) {
            if (generation == 2) {
                v1.resnapshot();
            }
            change(v1);
            List<V1Record> said = v1.said();
            said.forEach(record -> inOrder.takeAndSettle(record));
            said.forEach(disturbed::take);
            inOrder.endSnapshot(generation);
            disturbed.endSnapshot(generation);
            repeats(said, new Random(restarts)).forEach(disturbed::take);
        }

        UsersAfter expected = usersOf(inOrder.settle());
        UsersAfter users = usersOf(disturbed.settle());

        assertThat(users.rowsByUser()).isEqualTo(v1.rowsByUser());
        assertThat(users.documents(OnePartition.CATALOGUE)).isEqualTo(expected.documents(OnePartition.CATALOGUE));
    }

    @Example
    void aDepartureThatIsAlwaysBelievedIsFound() {
        assertThat(LongStream.range(0, 100).allMatch(seed -> {
                    V1Model v1 = new V1Model(new Random(seed));
                    Cluster cluster = new Cluster(seed);
                    change(v1);
                    v1.said().forEach(cluster::take);
                    MockProcessorContext<String, String> context = Cluster.context(2, 0);
                    UsersAfter users = UsersAfter.believingEveryDeparture(
                            Cluster.store(context, "rows", UserRowKey.SERDE, RowState.SERDE),
                            Cluster.store(context, "progress", Serdes.String(), Serdes.Long()));
                    cluster.settle().forEach(message -> users.take(message.key(), message.change()));
                    return users.rowsByUser().equals(v1.rowsByUser());
                }))
                .isFalse();
    }

    /** Each row's last changes once more, in order, from a point that chance decides for each row. */
    private static List<V1Record> repeats(List<V1Record> said, Random chance) {
        Map<String, List<V1Record>> byKey =
                said.stream().collect(Collectors.groupingBy(AnyOrderTest::keyOf, TreeMap::new, Collectors.toList()));
        Map<String, Integer> passedOver = new HashMap<>();
        byKey.forEach((key, records) -> passedOver.put(key, chance.nextInt(records.size() + 1)));
        return said.stream()
                .filter(record -> passedOver.merge(keyOf(record), -1, Integer::sum) < 0)
                .toList();
    }

    private static String keyOf(V1Record record) {
        return record.table() + "/" + record.id();
    }

    private static void change(V1Model v1) {
        for (int i = 0; i < CHANGES; i++) {
            v1.change();
        }
    }

    private static Map<Long, Set<String>> usersAfter(List<Cluster.UserMessage> said) {
        return usersOf(said).rowsByUser();
    }

    private static UsersAfter usersOf(List<Cluster.UserMessage> said) {
        MockProcessorContext<String, String> context = Cluster.context(2, 0);
        UsersAfter users = UsersAfter.of(
                Cluster.store(context, "rows", UserRowKey.SERDE, RowState.SERDE),
                Cluster.store(context, "progress", Serdes.String(), Serdes.Long()));
        said.forEach(message -> users.take(message.key(), message.change()));
        return users;
    }

    /** How many rows of the snapshot a partition holds after the marker that releases it, which must be there. */
    private static long snapshotRowsAfterTheMarkers(List<Cluster.UserMessage> said, int partition) {
        int missing = 2 * Cluster.PARTITIONS;
        long late = 0;
        for (Cluster.UserMessage message : said) {
            if (message.partition() != partition) {
                continue;
            }
            if (message.change() instanceof UserChange.SnapshotPassed) {
                missing--;
            } else if (missing == 0 && message.change() instanceof UserChange.RowArrived arrived) {
                late += arrived.state().place().newest().streamed() ? 0 : 1;
            }
        }
        assertThat(missing).isZero();
        return late;
    }
}
