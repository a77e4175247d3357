package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import dev.changeover.capture.broker.Broker;
import dev.changeover.capture.source.SourceChecks;
import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.change.CaptureProgressCodec;
import dev.changeover.contract.change.RowChange;
import dev.changeover.contract.change.RowChangeReader;
import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.change.SnapshotEventCodec;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.plan.SourceTable;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** V1 and a broker of their own for one situation: a database, the topics, and what came through. */
final class CaptureWorld implements AutoCloseable {
    static final int PARTITIONS = 2;

    private final LocalPostgres postgres;
    private final LocalBroker broker;
    private final Connection v1;

    private CaptureWorld(LocalPostgres postgres, LocalBroker broker) throws SQLException {
        this.postgres = postgres;
        this.broker = broker;
        this.v1 = postgres.connect("v1");
    }

    static CaptureWorld create() throws SQLException {
        return create(Map.of());
    }

    static CaptureWorld create(Map<String, String> settings) throws SQLException {
        LocalPostgres postgres = LocalPostgres.startTemporary(settings);
        LocalBroker broker = LocalBroker.startTemporary();
        postgres.createDatabase("v1");
        CaptureWorld world = new CaptureWorld(postgres, broker);
        Schemas.createV1(world.v1);
        broker.createTopics(TopicPlan.source(PARTITIONS));
        return world;
    }

    CaptureConfig config() {
        return CaptureConfig.of(address(), broker.bootstrapServers(), PARTITIONS)
                .withTimes(Duration.ofMillis(200), Duration.ofMinutes(1));
    }

    DatabaseAddress address() {
        return postgres.address("v1");
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    LocalPostgres postgres() {
        return postgres;
    }

    Connection connect() throws SQLException {
        return postgres.connect("v1");
    }

    void sql(String sql) throws SQLException {
        try (Connection own = connect();
                Statement statement = own.createStatement()) {
            statement.execute(sql);
        }
    }

    String ask(String query) throws SQLException {
        try (Connection own = connect();
                Statement statement = own.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    long currentLsn() throws SQLException {
        return Long.parseLong(ask("SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint"));
    }

    /** PostgreSQL's major version. */
    int serverVersion() throws SQLException {
        return Integer.parseInt(ask("SHOW server_version_num")) / 10_000;
    }

    String slots() throws SQLException {
        return ask("SELECT count(*) FROM pg_replication_slots");
    }

    String publications() throws SQLException {
        return ask("SELECT count(*) FROM pg_publication");
    }

    /** Every change of a table so far, by partition and offset. */
    List<RowChange> changes(String table) {
        SourceTable source = SourceChecks.tables()
                .filter(each -> each.name().equals(table))
                .findFirst()
                .orElseThrow();
        RowChangeReader reader = new RowChangeReader(source);
        return records(SourceTopics.ofTable(table), PARTITIONS).stream()
                .map(each -> reader.read(each.key(), each.value(), generation(each)))
                .toList();
    }

    /** How many records a table's topic holds. */
    long count(String table) {
        return new Broker(bootstrapServers())
                .tableEnds(PARTITIONS).getOrDefault(table, List.of()).stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }

    /** The keys that were ever in a table's topic, which may be larger than this machine's memory. */
    Set<String> keys(String table) {
        Set<String> keys = new HashSet<>();
        read(SourceTopics.ofTable(table), PARTITIONS, each -> keys.add(new String(each.key(), StandardCharsets.UTF_8)));
        return keys;
    }

    /** What is left of a table when its changes are applied in each key's order. */
    Map<Long, RowChange> latest(String table) {
        Map<Long, RowChange> rows = new TreeMap<>();
        for (RowChange change : changes(table)) {
            rows.put(change.id(), change);
        }
        rows.values().removeIf(change -> change instanceof RowChange.Delete);
        return rows;
    }

    RowChange latest(String table, long id) {
        return requireNonNull(latest(table).get(id), () -> table + " has no row " + id);
    }

    List<SnapshotEvent> events(int partition) {
        return records(SourceTopics.CONTROL, PARTITIONS).stream()
                .filter(each -> each.partition() == partition)
                .map(each -> SnapshotEventCodec.decode(each.value()))
                .toList();
    }

    List<CaptureProgress> progress() {
        return records(SourceTopics.PROGRESS, 1).stream()
                .map(each -> CaptureProgressCodec.decode(each.value()))
                .toList();
    }

    private static int generation(ConsumerRecord<byte[], byte[]> message) {
        byte[] header =
                message.headers().lastHeader(SourceTopics.GENERATION_HEADER).value();
        return Integer.parseInt(new String(header, StandardCharsets.US_ASCII));
    }

    List<ConsumerRecord<byte[], byte[]>> records(String topic, int partitions) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        read(topic, partitions, found::add);
        return found;
    }

    private void read(String topic, int partitions, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class,
                "max.poll.records",
                20_000,
                "auto.offset.reset",
                "earliest"))) {
            List<TopicPartition> all = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                all.add(new TopicPartition(topic, i));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(reader);
            }
        }
    }

    /** The topic is there again as it was on the first day: empty. */
    void loseTopic(String topic) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        broker.createTopics(TopicPlan.source(PARTITIONS));
    }

    @Override
    public void close() throws SQLException {
        v1.close();
        broker.close();
        postgres.close();
    }
}
