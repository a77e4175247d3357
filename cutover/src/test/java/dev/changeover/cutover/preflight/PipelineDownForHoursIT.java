package dev.changeover.cutover.preflight;

import static dev.changeover.cutover.preflight.WhatEachCheckFindsIT.assertFound;
import static dev.changeover.cutover.preflight.finding.CheckName.V1_SLOT;
import static dev.changeover.cutover.preflight.finding.CheckName.V1_WAL_KEPT;
import static dev.changeover.cutover.preflight.finding.Status.PASS;
import static dev.changeover.cutover.preflight.finding.Status.WARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.cutover.preflight.scene.StatePlace;
import dev.changeover.local.LocalPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Nobody takes what V1 writes, and V1 keeps it for the slot. */
class PipelineDownForHoursIT {
    private static final AtomicInteger PAIRS = new AtomicInteger();
    private static LocalPostgres server;

    @TempDir
    static Path state;

    private CheckedPair pair;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalPostgres.startTemporary();
        CheckedPair.createTemplates(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void leaveASlotBehind() throws SQLException {
        pair = CheckedPair.create(server, "behind" + PAIRS.incrementAndGet(), state);
        keepAtMost("100MB", "is 100 MB");
        pair.inV1("SELECT pg_create_logical_replication_slot('changeover', 'pgoutput')");
    }

    @AfterEach
    void dropTheSlot() {
        await().ignoreExceptions() // the server takes a moment to notice that nobody uses it any more
                .untilAsserted(() -> pair.inV1("SELECT pg_drop_replication_slot('changeover')"));
    }

    @Test
    void isWarnedOfFromHalfOfWhatV1Keeps() throws SQLException {
        writeLog(40);
        assertFound(pair.check(V1_SLOT), PASS, "nobody uses it");

        writeLog(20);

        assertFound(pair.check(V1_SLOT), WARN, "more than half of the 100 MB at which it is lost");
        assertThat(pair.check(V1_SLOT).remedy()).startsWith("start the pipeline now");
    }

    @Test
    void isToCatchUpOnceItRuns() throws SQLException {
        CheckedPair running = pair.beside(
                new StatePlace(state, OptionalLong.of(ProcessHandle.current().pid()), Optional.empty()),
                Optional.empty(),
                Duration.ofMinutes(1));

        try (Connection sender = replication(pair.v1())) {
            useTheSlot(sender);
            assertFound(running.check(V1_SLOT), PASS, "in use by server process");
            assertFound(pair.check(V1_SLOT), WARN, "no pipeline runs on this state directory");
            writeLog(60);

            assertFound(running.check(V1_SLOT), WARN, "more than half of the 100 MB at which it is lost");
            assertThat(running.check(V1_SLOT).remedy()).startsWith("let the pipeline catch up");
            assertFound(pair.check(V1_SLOT), WARN, "no pipeline runs on this state directory");
        }
    }

    @Test
    void hasNoHalfWithoutALimit() throws SQLException {
        keepAtMost("-1", "is unlimited");
        writeLog(60);

        assertFound(pair.check(V1_SLOT), PASS, "nobody uses it");
    }

    private void keepAtMost(String size, String said) throws SQLException {
        pair.inV1("ALTER SYSTEM SET max_slot_wal_keep_size = '" + size + "'");
        pair.inV1("SELECT pg_reload_conf()");
        await().untilAsserted(() -> assertFound(pair.check(V1_WAL_KEPT), WARN, said));
    }

    private void writeLog(int megabytes) throws SQLException {
        pair.inV1("SELECT pg_logical_emit_message(false, 'filler', repeat('x', 1000000))"
                + " FROM generate_series(1, %d)".formatted(megabytes));
    }

    private static Connection replication(DatabaseAddress address) throws SQLException {
        Properties properties = address.properties();
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "9.4");
        properties.setProperty("preferQueryMode", "simple");
        return DriverManager.getConnection(address.jdbcUrl(), properties);
    }

    private static void useTheSlot(Connection sender) throws SQLException {
        sender.unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName("changeover")
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", "changeover")
                .start();
    }
}
