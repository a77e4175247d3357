package dev.changeover.verifier;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/** A small V1, and a V2 that has all of it. Corruptions are made in copies of V2. */
final class MigratedPair implements AutoCloseable {
    /** {@code {sessions table number:V1 id}} stands for the V2 id of a migrated row. */
    private static final Pattern V2_ID = Pattern.compile("\\{(\\d+):(\\d+)}");

    private static final Path LEDGER = Path.of("../sink/src/main/resources/dev/changeover/sink/schema/V1__ledger.sql");

    private final LocalPostgres server;

    private MigratedPair(LocalPostgres server) {
        this.server = server;
    }

    static MigratedPair start() throws SQLException, IOException {
        MigratedPair pair = new MigratedPair(LocalPostgres.startTemporary());
        pair.server.createDatabase("v1");
        pair.server.createDatabase("v2");
        try (Connection v1 = pair.server.connect("v1");
                Connection v2 = pair.server.connect("v2")) {
            Schemas.createV1(v1);
            run(v1, resource("v1-small.sql"));
            Schemas.createV2(v2);
            run(v2, resource("v2-small.sql"));
            createLedger(v2);
            new TestMigrator(v1, v2).migrateEverybody();
        }
        return pair;
    }

    static void createLedger(Connection target) throws SQLException, IOException {
        run(
                target,
                "CREATE SCHEMA changeover; SET search_path = changeover;" + Files.readString(LEDGER)
                        + "; RESET search_path");
    }

    DatabaseAddress v1() {
        return server.address("v1");
    }

    DatabaseAddress address(String database) {
        return server.address(database);
    }

    Connection connect(String database) throws SQLException {
        return server.connect(database);
    }

    LocalPostgres server() {
        return server;
    }

    /** Another V1 and another target with a ledger, both without rows. */
    void createDatabases(String v1Name, String targetName) throws SQLException, IOException {
        server.createDatabase(v1Name);
        server.createDatabase(targetName);
        try (Connection v1 = server.connect(v1Name);
                Connection v2 = server.connect(targetName)) {
            Schemas.createV1(v1);
            Schemas.createV2(v2);
            createLedger(v2);
        }
    }

    /** A fresh copy of a database, which nobody may be connected to. */
    DatabaseAddress copy(String database, String name) throws SQLException {
        try (Connection connection = server.connect("postgres")) {
            run(connection, "DROP DATABASE IF EXISTS " + name);
            run(connection, "CREATE DATABASE " + name + " TEMPLATE " + database);
        }
        return server.address(name);
    }

    /** Runs statements in a copy, as somebody who may break every rule. */
    void corrupt(String database, String sql) throws SQLException {
        String lookedUp = V2_ID.matcher(sql)
                .replaceAll("(SELECT v2_id FROM changeover.migrated_row WHERE table_number = $1 AND v1_id = $2)");
        try (Connection connection = server.connect(database)) {
            run(connection, "SET session_replication_role = replica; " + lookedUp);
        }
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String resource(String name) throws IOException {
        try (var stream = MigratedPair.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing from the test resources");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
