package dev.changeover.cutover.preflight;

import static dev.changeover.cutover.preflight.WhatEachCheckFindsIT.assertFound;
import static dev.changeover.cutover.preflight.finding.CheckName.V1_SLOT;
import static dev.changeover.cutover.preflight.finding.Status.PASS;
import static dev.changeover.cutover.preflight.finding.Status.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.local.LocalPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody takes what V1 writes, and V1 keeps it for the slot. */
class PipelineDownForHoursIT {
    private static LocalPostgres server;

    @TempDir
    static Path state;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalPostgres.startTemporary(Map.of("max_slot_wal_keep_size", "100MB"));
        CheckedPair.createTemplates(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void isWarnedOfWhileV1StillKeepsAllThatTheSlotNeeds() throws SQLException {
        CheckedPair pair = CheckedPair.create(server, "behind", state);
        pair.inV1("SELECT pg_create_logical_replication_slot('changeover', 'pgoutput')");
        writeLog(pair, 40);
        assertFound(pair.check(V1_SLOT), PASS, "nobody uses it");

        writeLog(pair, 20);

        assertFound(pair.check(V1_SLOT), WARN, "more than half of the 100 MB at which it is lost");
        assertThat(pair.check(V1_SLOT).remedy()).startsWith("start the pipeline now");
    }

    private static void writeLog(CheckedPair pair, int megabytes) throws SQLException {
        pair.inV1("SELECT pg_logical_emit_message(false, 'filler', repeat('x', 1000000))" + " FROM generate_series(1, "
                + megabytes + ")");
    }
}
