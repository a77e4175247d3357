package dev.changeover.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.Stage;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.fault.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** V2 is there and takes no writes: the sink pauses, says so, and goes on by itself. */
class TargetTakesNoWritesIT {
    private static final int USERS = 400;
    private static LocalPostgres server;
    private static LocalBroker broker;

    @BeforeAll
    static void start() {
        server = LocalPostgres.startTemporary();
        broker = LocalBroker.startTemporary();
    }

    @AfterAll
    static void stop() {
        broker.close();
        server.close();
    }

    @Test
    void aReadOnlyTargetPausesTheSinkWhichResumesAndNothingIsLost() throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "read-only", 40);
        try (Sink sink = Sink.start(lab.config())) {
            lab.send(SinkLab.users(40, "first"));
            lab.awaitNamed("first", 40);
            readOnly("on");
            String content = lab.content();

            lab.send(SinkLab.users(40, "second"));
            await().atMost(SinkLab.PATIENCE).until(() -> sink.state() == Stage.State.WAITING);
            assertThat(sink.failure().orElseThrow().line())
                    .contains("The sink waits for its target", "the target is read-only", "goes on by itself");
            assertThat(lab.content()).isEqualTo(content);

            readOnly("off");
            lab.awaitNamed("second", 40);
            await().atMost(SinkLab.PATIENCE).until(() -> sink.state() == Stage.State.RUNNING);
        }
        lab.requireOneEffect(40, "second");
    }

    @Test
    void aFullDiskPausesTheSinkWhichResumesWhenThereIsRoomAndNothingIsLost() throws Exception {
        assumeThat(SmallDisk.unavailable()).isEmpty();
        String large = "second" + "x".repeat(2_000);
        try (SmallDisk disk = SmallDisk.ofMegabytes(60);
                LocalPostgres small = LocalPostgres.startTemporary()) {
            Path tables = Files.createDirectory(disk.path().resolve("tables"));
            execute(small, "CREATE TABLESPACE small LOCATION '" + tables + "'");
            execute(small, "CREATE DATABASE \"v2_full-disk\" TABLESPACE small");
            SinkLab lab = SinkLab.fresh(small, broker.bootstrapServers(), "full-disk", USERS);
            lab.run("INSERT INTO users (email, first_name) VALUES ('android@x', 'Android')");
            try (Sink sink = Sink.start(lab.config())) {
                lab.send(SinkLab.users(USERS, "first"));
                lab.awaitNamed("first", USERS);
                String android = lab.ask("SELECT xmin || u::text FROM users u WHERE email = 'android@x'");

                disk.fill();
                lab.send(SinkLab.users(USERS, large));
                await().atMost(SinkLab.PATIENCE).until(() -> sink.state() == Stage.State.WAITING);
                assertThat(sink.failure().orElseThrow().line())
                        .contains("The sink waits for its target", "the target's disk is full", "goes on by itself");

                disk.release();
                lab.awaitNamed(large, USERS);
                await().atMost(SinkLab.PATIENCE).until(() -> sink.state() == Stage.State.RUNNING);
                assertThat(lab.ask("SELECT xmin || u::text FROM users u WHERE email = 'android@x'"))
                        .isEqualTo(android);
            }
            lab.run("DELETE FROM users WHERE email = 'android@x'");
            lab.requireOneEffect(USERS, large);
        }
    }

    private static void execute(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void readOnly(String value) throws Exception {
        try (var connection = server.connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute("ALTER SYSTEM SET default_transaction_read_only = " + value);
            statement.execute("SELECT pg_reload_conf()");
            await().atMost(SinkLab.PATIENCE).until(() -> {
                try (var other = server.connect("postgres");
                        var asked = other.createStatement();
                        var answer = asked.executeQuery("SHOW default_transaction_read_only")) {
                    answer.next();
                    return answer.getString(1).equals(value);
                }
            });
        }
    }
}
