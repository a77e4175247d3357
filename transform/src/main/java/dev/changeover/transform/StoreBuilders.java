package dev.changeover.transform;

import static org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore;
import static org.apache.kafka.streams.state.Stores.keyValueStoreBuilder;
import static org.apache.kafka.streams.state.Stores.persistentKeyValueStore;

import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.transform.message.ChildKey;
import dev.changeover.transform.message.ParentChange.OwnerKnown;
import dev.changeover.transform.message.RowId;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserChange.DrillTitle;
import dev.changeover.transform.message.UserRowKey;
import dev.changeover.transform.message.WaitingKey;
import dev.changeover.transform.parent.ParentStep;
import dev.changeover.transform.row.RowStep;
import dev.changeover.transform.user.UserStores;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The stores of the three steps. What grows with the users is on disk; what is small, and read for every record, is in
 * memory. Every one has a changelog whose records may be as large as the largest row.
 */
final class StoreBuilders {
    private static final Map<String, String> CHANGELOG =
            Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(TopicPlan.MAX_RECORD_BYTES));

    private StoreBuilders() {}

    static List<StoreBuilder<?>> ofRowStep() {
        return List.of(
                onDisk(RowStep.ROWS, RowId.SERDE, RowState.SERDE),
                progress(RowStep.PROGRESS),
                inMemory(RowStep.SNAPSHOTS, Serdes.String(), Serdes.ByteArray()));
    }

    static List<StoreBuilder<?>> ofParentStep() {
        return List.of(
                onDisk(ParentStep.OWNERS, RowId.SERDE, OwnerKnown.STORED),
                onDisk(ParentStep.CHILDREN, ChildKey.SERDE, RowState.SERDE),
                progress(ParentStep.PROGRESS));
    }

    static List<StoreBuilder<?>> ofUserStep() {
        return List.of(
                onDisk(UserStores.ROWS, UserRowKey.SERDE, RowState.SERDE),
                inMemory(UserStores.TITLES, Serdes.Long(), DrillTitle.STORED),
                inMemory(UserStores.CATALOGUE, Serdes.String(), Serdes.ByteArray()),
                progress(UserStores.PROGRESS),
                onDisk(UserStores.DOCUMENTS, Serdes.Long(), Serdes.ByteArray()),
                inMemory(UserStores.WAITING, WaitingKey.SERDE, Serdes.Boolean()));
    }

    /** Cached, because it changes with every record and only its last state before a commit matters. */
    private static StoreBuilder<KeyValueStore<String, Long>> progress(String name) {
        return inMemory(name, Serdes.String(), Serdes.Long()).withCachingEnabled();
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> inMemory(String name, Serde<K> key, Serde<V> value) {
        return keyValueStoreBuilder(inMemoryKeyValueStore(name), key, value).withLoggingEnabled(CHANGELOG);
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> onDisk(String name, Serde<K> key, Serde<V> value) {
        return keyValueStoreBuilder(persistentKeyValueStore(name), key, value).withLoggingEnabled(CHANGELOG);
    }
}
