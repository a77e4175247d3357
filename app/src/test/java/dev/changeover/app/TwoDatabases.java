package dev.changeover.app;

import dev.changeover.app.command.InProcess;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import dev.changeover.local.sample.ReferenceData;
import dev.changeover.local.sample.ReferenceSize;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** V1 and a staging target on one local server, and commands that know them. */
final class TwoDatabases implements AutoCloseable {
    private final LocalPostgres server;

    private TwoDatabases(LocalPostgres server) {
        this.server = server;
    }

    /** With the application's tables and no rows. */
    static TwoDatabases empty(Map<String, String> settings) throws SQLException {
        TwoDatabases databases = new TwoDatabases(LocalPostgres.startTemporary(settings));
        databases.server.createDatabase("v1");
        databases.server.createDatabase("v2");
        try (Connection v1 = databases.server.connect("v1");
                Connection v2 = databases.server.connect("v2")) {
            Schemas.createV1(v1);
            Schemas.createV2(v2);
        }
        return databases;
    }

    static TwoDatabases withUsers(int users) throws SQLException {
        TwoDatabases databases = empty(Map.of());
        ReferenceData.load(databases.v1(), databases.v2(), ReferenceSize.ofUsers(users));
        return databases;
    }

    DatabaseAddress v1() {
        return server.address("v1");
    }

    DatabaseAddress v2() {
        return server.address("v2");
    }

    InProcess commands(Path directory) {
        InProcess commands = new InProcess(directory);
        environment().forEach(commands::with);
        return commands;
    }

    Map<String, String> environment() {
        return Map.of("V1_DATABASE_URL", url("v1"), "STAGING_DATABASE_URL", url("v2"));
    }

    String url(String database) {
        return url("postgres", database);
    }

    String url(String user, String database) {
        return "postgresql://" + user + ":" + DatabasePair.PASSWORD + "@127.0.0.1:" + server.port() + "/" + database;
    }

    Connection connect(String database) throws SQLException {
        return server.connect(database);
    }

    void execute(String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of each row. */
    List<String> texts(String database, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @Override
    public void close() {
        server.close();
    }
}
