package dev.changeover.local.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.topic.TopicSpec;
import dev.changeover.local.BrokerProcess;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.LocalPostgresConfig;
import dev.changeover.local.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmallDiskIT {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final String DISK_FULL = "53100";
    private static final String MANY_USERS = "INSERT INTO users (email, hashed_password, primary_goal) SELECT"
            + " n || '@example.com', '', repeat('x', 1000) FROM generate_series(1, 2000) n";

    @BeforeEach
    void requireADisk() {
        assumeThat(SmallDisk.unavailable()).isEmpty();
    }

    @Test
    void isFullUntilItIsReleasedAndGoneAtTheEnd() throws IOException {
        SmallDisk disk = SmallDisk.ofMegabytes(5);
        Files.write(disk.path().resolve("before"), new byte[1000]);
        disk.fill();
        assertThat(disk.freeBytes()).isZero();
        assertThatThrownBy(() -> Files.write(disk.path().resolve("more"), new byte[1000]))
                .hasMessageContaining("No space left");

        disk.release();
        Files.write(disk.path().resolve("after"), new byte[1000]);
        assertThat(disk.freeBytes()).isGreaterThan(4_000_000);

        disk.close();
        disk.close();
        assertThat(disk.path()).doesNotExist();
    }

    @Test
    void makesADatabaseOnItRefuseWritesAndTakeThemAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.ofMegabytes(60);
                LocalPostgres postgres = LocalPostgres.startTemporary()) {
            Path tablespace = Files.createDirectory(disk.path().resolve("tables"));
            try (Connection connection = postgres.connect("postgres")) {
                execute(connection, "CREATE TABLESPACE small LOCATION '" + tablespace + "'");
                execute(connection, "CREATE DATABASE v2 TABLESPACE small");
            }
            refusesWritesWhileFull(disk, postgres);
        }
    }

    @Test
    void holdsAWholeServerThatStartsAgainAfterItsDiskWasFull() throws Exception {
        try (SmallDisk disk = SmallDisk.ofMegabytes(200)) {
            Map<String, String> smallLog = Map.of("max_wal_size", "64MB");
            var config = new LocalPostgresConfig(disk.path().resolve("server"), smallLog, true);
            try (LocalPostgres postgres = LocalPostgres.start(config)) {
                postgres.createDatabase("v2");
                refusesWritesWhileFull(disk, postgres);

                disk.fill();
                postgres.kill();
                disk.release();
                postgres.restart();

                try (Connection v2 = postgres.connect("v2")) {
                    assertThat(users(v2)).isEqualTo(2000);
                }
            }
        }
    }

    @Test
    void endsABrokerWhoseLogIsOnItAndKeepsWhatItAcknowledged() {
        try (SmallDisk disk = SmallDisk.ofMegabytes(40);
                BrokerProcess broker = BrokerProcess.startTemporary(
                        Map.of("log.dirs", disk.path().resolve("log").toString()))) {
            broker.createTopics(List.of(new TopicSpec("kept", 1, Map.of())));
            var settings = Map.<String, Object>of(
                    "bootstrap.servers", broker.bootstrapServers(), "delivery.timeout.ms", 200_000);
            try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
                assertThat(producer.send(record())).succeedsWithin(DEADLINE);
                disk.fill();
                var waiting = producer.send(record());
                await().atMost(DEADLINE).until(() -> !broker.isAlive());

                disk.release();
                broker.restart();

                assertThat(waiting).succeedsWithin(DEADLINE);
            }
        }
    }

    private static void refusesWritesWhileFull(SmallDisk disk, LocalPostgres postgres) throws SQLException {
        try (Connection v2 = postgres.connect("v2")) {
            Schemas.createV2(v2);
            disk.fill();
            assertThatThrownBy(() -> execute(v2, MANY_USERS))
                    .extracting(failure -> ((SQLException) failure).getSQLState())
                    .isEqualTo(DISK_FULL);
            assertThat(users(v2)).isZero();

            disk.release();
            execute(v2, MANY_USERS);
            assertThat(users(v2)).isEqualTo(2000);
        }
    }

    private static ProducerRecord<byte[], byte[]> record() {
        return new ProducerRecord<>("kept", new byte[10_000]);
    }

    private static int users(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM users")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
