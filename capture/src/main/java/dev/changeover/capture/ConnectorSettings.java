package dev.changeover.capture;

import dev.changeover.capture.engine.SlotOffsets;
import dev.changeover.capture.engine.VerbatimArrays;
import dev.changeover.capture.source.SourceChecks;
import dev.changeover.contract.change.RowChangeReader;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.plan.SourceColumn;
import dev.changeover.contract.plan.SourceTable;
import dev.changeover.contract.topic.SourceTopics;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of Debezium's PostgreSQL connector: those that any Debezium needs, and those of the embedded one. */
final class ConnectorSettings {
    /** The prefix of capture's own messages in V1's WAL. */
    static final String MESSAGE_PREFIX = "changeover";

    private static final Set<String> DEBEZIUM_SSL =
            Set.of("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword", "sslfactory");
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(150);
    private static final int MESSAGES_SINCE = 140000;
    /** The driver holds as many in memory, however wide they are, before the bounded queue takes any. Debezium's own number is 10,240. */
    private static final String SNAPSHOT_ROWS = "200";

    private ConnectorSettings() {}

    /** What must hold of every Debezium that feeds the topology. */
    static Map<String, String> ofAnyDebezium() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.put("plugin.name", "pgoutput");
        settings.put("topic.prefix", SourceTopics.PREFIX);
        settings.put("table.include.list", String.join(",", SourceChecks.qualifiedTables()));
        settings.put(
                "column.include.list",
                SourceChecks.tables().map(ConnectorSettings::columns).collect(Collectors.joining(",")));
        settings.put("publication.autocreate.mode", "disabled");
        settings.put("snapshot.mode", "initial");
        settings.put("snapshot.max.threads", "1");
        settings.put("tombstones.on.delete", "false");
        settings.put("skipped.operations", "none");
        settings.put("provide.transaction.metadata", "false");
        settings.put("time.precision.mode", "isostring");
        settings.put("unavailable.value.placeholder", RowChangeReader.UNAVAILABLE);
        settings.put("event.converting.failure.handling.mode", "fail");
        settings.put("event.processing.failure.handling.mode", "fail");
        settings.put("lsn.flush.mode", "connector");
        settings.put("offset.mismatch.strategy", "trust_offset");
        settings.put("message.prefix.include.list", MESSAGE_PREFIX);
        return settings;
    }

    /** @param serverVersion as {@code server_version_num} has it */
    static Properties ofEmbedded(CaptureConfig config, int serverVersion) {
        Properties settings = new Properties();
        settings.putAll(ofAnyDebezium());
        settings.put("name", "changeover-capture");
        settings.put("slot.name", config.slot());
        settings.put("publication.name", config.publication());
        settings.put("heartbeat.interval.ms", millis(config.heartbeatInterval()));
        settings.put("heartbeat.action.query", heartbeat(serverVersion));
        settings.put("snapshot.fetch.size", SNAPSHOT_ROWS);
        settings.put("max.batch.size", Integer.toString(config.maxBatchRecords()));
        settings.put("max.queue.size", Integer.toString(config.maxQueueRecords()));
        settings.put(
                "max.queue.size.in.bytes",
                Long.toString(queueBytes(Runtime.getRuntime().maxMemory())));
        settings.put("poll.interval.ms", millis(config.pollInterval()));
        settings.put("record.processing.threads", "1");
        settings.put("executor.shutdown.timeout.ms", "1000");
        // Every restart goes through capture's own checks: the engine itself must not retry.
        settings.put("errors.max.retries", "0");
        settings.put("slot.max.retries", "0");
        settings.put("offset.storage", SlotOffsets.class.getName());
        settings.put("offset.flush.interval.ms", "0");
        settings.put("converters", "arrays");
        settings.put("arrays.type", VerbatimArrays.class.getName());
        // Longer than V1 may take to make the slot; without it a dead connection is waited on for ever.
        settings.put("driver.socketTimeout", Long.toString(SOCKET_TIMEOUT.toSeconds()));
        settings.put("driver.connectTimeout", "10");
        database(settings, config.v1());
        return settings;
    }

    /**
     * A few bytes of WAL and no object. Before PostgreSQL 14 pgoutput sends no message, but it sends the transaction
     * around one; a transaction that has an id and nothing else is not even decoded.
     */
    static String heartbeat(int serverVersion) {
        return "SELECT pg_logical_emit_message(" + (serverVersion < MESSAGES_SINCE) + ", '" + MESSAGE_PREFIX + "', '')";
    }

    /** A batch, the queue behind it and the producer's copy may each hold this much: together half of the heap. */
    static long queueBytes(long heapBytes) {
        return Math.min(128L << 20, heapBytes / 6);
    }

    private static void database(Properties settings, DatabaseAddress v1) {
        settings.put("database.hostname", v1.host());
        settings.put("database.port", Integer.toString(v1.port()));
        settings.put("database.dbname", v1.database());
        settings.put("database.user", v1.user());
        settings.put("database.password", v1.password().reveal());
        v1.options()
                .forEach((name, value) ->
                        settings.put((DEBEZIUM_SSL.contains(name) ? "database." : "driver.") + name, value));
        settings.put("driver." + DatabaseAddress.QUOTES_ROWS, "false");
    }

    private static String columns(SourceTable table) {
        return Stream.of(
                        Stream.of("id"),
                        table.parentColumn().stream(),
                        table.columns().stream().map(SourceColumn::name))
                .flatMap(names -> names)
                .collect(Collectors.joining("|", SourceTopics.SCHEMA + "\\." + table.name() + "\\.(", ")"));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
