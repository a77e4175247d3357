package dev.changeover.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserChange;
import dev.changeover.transform.message.UserRowKey;
import dev.changeover.transform.user.UsersAfter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
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

    private static void change(V1Model v1) {
        for (int i = 0; i < CHANGES; i++) {
            v1.change();
        }
    }

    private static Map<Long, Set<String>> usersAfter(List<Cluster.UserMessage> said) {
        MockProcessorContext<String, String> context = Cluster.context(2, 0);
        UsersAfter users = new UsersAfter(
                Cluster.store(context, "rows", UserRowKey.SERDE, RowState.SERDE),
                Cluster.store(context, "progress", Serdes.String(), Serdes.Long()));
        said.forEach(message -> users.take(message.key(), message.change()));
        return new TreeMap<>(users.rowsByUser());
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
                late += arrived.state().version().streamed() ? 0 : 1;
            }
        }
        assertThat(missing).isZero();
        return late;
    }
}
