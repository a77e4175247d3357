package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.document.UserDocumentCodec;
import dev.changeover.contract.rules.DrillTitles;
import dev.changeover.contract.rules.UserRewriter;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserChange.DrillTitle;
import dev.changeover.transform.message.UserRowKey;
import dev.changeover.transform.preview.UserDifference;
import dev.changeover.transform.preview.WholeTopic;
import dev.changeover.transform.user.Assembly;
import dev.changeover.transform.user.KnownTitles;
import dev.changeover.transform.user.SnapshotState;
import dev.changeover.transform.user.UserStores;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * What a replay would change, beside a topology that runs or stands still. Copies the topology's row store from its changelog to this
 * machine's disk, assembles users from it, and compares with their last documents. Writes to no topic and joins no group. Memory is
 * bounded but for some hundred bytes a user whose document would read otherwise. Confined to one thread.
 */
public final class ReplayPreview implements AutoCloseable {
    private final TransformConfig config;
    private final StateLock lock;
    private final RocksDbMemory memory;
    private final KafkaStreams streams;
    private final UserRewriter rules;

    private ReplayPreview(
            TransformConfig config, StateLock lock, RocksDbMemory memory, KafkaStreams streams, UserRewriter rules) {
        this.config = config;
        this.lock = lock;
        this.memory = memory;
        this.streams = streams;
        this.rules = rules;
    }

    /**
     * Copies what the topology remembers; takes about as long as reading it from the broker.
     *
     * @param config of the topology, but for the state directory, which is the preview's own: what is in it goes
     * @param today the catalogue that the target has now
     * @throws ProblemException when there is nothing to assemble from, a snapshot is under way, or the broker does not answer
     */
    public static ReplayPreview open(TransformConfig config, DrillCatalogue today) {
        UserRewriter rules = new UserRewriter(requireNonNull(today, "today"));
        try {
            requireSomethingToAssemble(config);
        } catch (KafkaException e) {
            throw away(e);
        }
        StateLock lock = StateLock.take(config.stateDirectory());
        RocksDbMemory memory = new RocksDbMemory();
        KafkaStreams streams;
        try {
            streams = copy(config, memory);
        } catch (RuntimeException e) {
            memory.close();
            lock.close();
            throw e;
        }
        ReplayPreview preview = new ReplayPreview(config, lock, memory, streams, rules);
        try {
            streams.cleanUp(); // of a preview that was killed
            streams.start(); // returns when all is copied
            return preview;
        } catch (KafkaException e) {
            preview.close();
            throw away(e);
        }
    }

    private static void requireSomethingToAssemble(TransformConfig config) {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers()))) {
            List<String> there = new TopicCheck(admin, config.topics(), config.partitions()).changelogs();
            if (!there.containsAll(
                    Stream.of(UserStores.ROWS, UserStores.TITLES, UserStores.DOCUMENTS, UserStores.PROGRESS)
                            .map(store -> changelog(config, store))
                            .toList())) {
                throw new ProblemException(new Problem(
                        Problem.Kind.REFUSED,
                        "There is nothing to replay",
                        "the topology has not run on this broker, and remembers no rows",
                        "run migrate or sync first, or check which broker and environment are meant"));
            }
        }
        SnapshotState snapshot = new SnapshotState();
        WholeTopic.read(config.bootstrapServers(), changelog(config, UserStores.PROGRESS), snapshot::heard);
        if (snapshot.isIncomplete()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.INCONCLUSIVE,
                    "The difference is not known yet",
                    "a snapshot of V1 is under way, and its end assembles everybody in any case",
                    "let sync or migrate come to its end, and start the command again"));
        }
    }

    private static KafkaStreams copy(TransformConfig config, RocksDbMemory memory) {
        StreamsBuilder builder = new StreamsBuilder();
        copied(builder, config, UserStores.ROWS, UserRowKey.SERDE, RowState.SERDE);
        copied(builder, config, UserStores.TITLES, Serdes.Long(), DrillTitle.STORED);
        copied(builder, config, UserStores.DOCUMENTS, Serdes.Long(), Serdes.ByteArray());
        Properties settings = StreamsSettings.of(config, memory);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.topics().applicationId() + "-preview");
        settings.put(StreamsConfig.globalConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        return new KafkaStreams(builder.build(), settings);
    }

    /** The changelog's partitions have no keys in common, or say the same of them: a user is in one, titles are in all. */
    private static <K, V> void copied(
            StreamsBuilder builder, TransformConfig config, String store, Serde<K> key, Serde<V> value) {
        builder.globalTable(
                changelog(config, store),
                Consumed.with(key, value),
                Materialized.<K, V>as(Stores.persistentKeyValueStore(store))
                        .withKeySerde(key)
                        .withValueSerde(value)
                        .withCachingDisabled());
    }

    private static String changelog(TransformConfig config, String store) {
        return config.topics().applicationId() + "-" + store + "-changelog";
    }

    /**
     * Looks at users.
     *
     * @param wanted by V1 id
     * @param each is told of every user whose document would be written
     * @return how many users were looked at
     */
    public long compare(LongPredicate wanted, Consumer<UserDifference> each) {
        Assembly assembly = new Assembly(store(UserStores.ROWS), config.maxDocumentBytes());
        DrillTitles titles = KnownTitles.in(store(UserStores.TITLES));
        ReadOnlyKeyValueStore<Long, byte[]> fingerprints = store(UserStores.DOCUMENTS);
        Map<Long, Long> otherwise = new HashMap<>(); // the offset of the last document; -1 before one is found
        long users = 0;
        OptionalLong next = assembly.firstUserFrom(Long.MIN_VALUE);
        while (next.isPresent()) {
            long user = next.getAsLong();
            if (wanted.test(user)) {
                users++;
                Optional<Assembly.Assembled> now = assembly.of(user, rules, titles);
                if (now.isPresent()
                        && !Arrays.equals(fingerprints.get(user), now.get().fingerprint())) {
                    otherwise.put(user, -1L);
                }
            }
            next = user == Long.MAX_VALUE ? OptionalLong.empty() : assembly.firstUserFrom(user + 1);
        }
        if (!otherwise.isEmpty()) {
            tell(otherwise, user -> assembly.of(user, rules, titles).map(Assembly.Assembled::document), each);
        }
        return users;
    }

    @FunctionalInterface
    private interface Today {
        Optional<UserDocument> document(long user);
    }

    /** Twice through the topic instead of keeping documents: the last one of a user counts, and each may be large. */
    private void tell(Map<Long, Long> otherwise, Today today, Consumer<UserDifference> each) {
        try {
            WholeTopic.read(
                    config.bootstrapServers(),
                    config.topics().documents(),
                    record -> otherwise.computeIfPresent(userOf(record), (user, before) -> record.offset()));
            WholeTopic.read(config.bootstrapServers(), config.topics().documents(), record -> {
                long user = userOf(record);
                if (otherwise.getOrDefault(user, -1L) == record.offset()) {
                    otherwise.remove(user);
                    today.document(user)
                            .map(now -> UserDifference.of(Optional.of(UserDocumentCodec.decode(record.value())), now))
                            .ifPresent(each);
                }
            });
        } catch (KafkaException e) {
            throw away(e);
        }
        // The others were never written, or are written anew by a topology that runs meanwhile.
        otherwise.entrySet().stream()
                .filter(entry -> entry.getValue() < 0)
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(user -> today.document(user)
                        .map(now -> UserDifference.of(Optional.empty(), now))
                        .ifPresent(each));
    }

    private static long userOf(ConsumerRecord<byte[], byte[]> record) {
        return Long.parseLong(new String(record.key(), StandardCharsets.US_ASCII));
    }

    private <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
        return streams.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
    }

    private static ProblemException away(KafkaException cause) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.INCONCLUSIVE,
                        "The topology's memory could not be read",
                        "the broker or the state directory did not allow it ("
                                + cause.getClass().getSimpleName() + ")",
                        "look after the broker and the disk, and start the command again"),
                cause);
    }

    /** Removes the copy from the disk. */
    @Override
    public void close() {
        if (streams.close(BrokerAnswers.PATIENCE)) {
            streams.cleanUp();
            memory.close(); // otherwise a thread may still use it
        }
        lock.close();
    }
}
