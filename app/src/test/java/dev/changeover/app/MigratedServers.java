package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.app.command.InProcess;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import dev.changeover.local.sample.ReferenceData;
import dev.changeover.local.sample.ReferenceSize;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** V1 on one server and a target that has all of it on another, so that each may go away alone. Nothing runs any more. */
record MigratedServers(Path directory, LocalPostgres v1, LocalPostgres target) implements AutoCloseable {
    static final String V1 = "v1";
    static final String TARGET = "v2";
    private static final int USERS = 60;

    /**
     * With users who had to be quarantined.
     *
     * @param directory where commands run
     */
    static MigratedServers start(Path directory) throws SQLException {
        MigratedServers servers =
                new MigratedServers(directory, LocalPostgres.startTemporary(), LocalPostgres.startTemporary());
        servers.v1.createDatabase(V1);
        servers.target.createDatabase(TARGET);
        try (Connection ofV1 = servers.v1.connect(V1);
                Connection ofTarget = servers.target.connect(TARGET)) {
            Schemas.createV1(ofV1);
            Schemas.createV2(ofTarget);
            ReferenceData.load(servers.v1.address(V1), servers.target.address(TARGET), ReferenceSize.ofUsers(USERS));
            run(
                    ofV1,
                    "INSERT INTO users (email, hashed_password) VALUES"
                            + " ('Twice@doubled.example', '$2b$12$first'), ('twice@doubled.example', '$2b$12$second')");
            run(ofV1, "INSERT INTO users (email, hashed_password) VALUES ('taken@android.example', '$2b$12$third')");
            run(ofTarget, "INSERT INTO users (email) VALUES ('taken@android.example'), ('TAKEN@android.example')");
        }
        InProcess.Result migrated = servers.commands(TARGET).run("migrate", "--json");
        assertThat(migrated.exitCode()).as(migrated.err() + migrated.out()).isZero();
        return servers;
    }

    /** Commands for V1 and a database of the target's server. */
    InProcess commands(String database) {
        InProcess commands = new InProcess(directory);
        environment(database).forEach(commands::with);
        return commands;
    }

    /** A command in a process of its own, as the launcher starts it. */
    Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment(TARGET));
        builder.environment().remove("KAFKA_BOOTSTRAP_SERVERS");
        return builder.start();
    }

    /** A copy of the target on its server, for somebody who may break every rule. */
    void copyTarget(String name, String corruption) throws SQLException {
        try (Connection connection = target.connect("postgres")) {
            run(connection, "CREATE DATABASE " + name + " TEMPLATE " + TARGET);
        }
        try (Connection connection = target.connect(name)) {
            run(connection, "SET session_replication_role = replica; " + corruption);
        }
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of each row. */
    static List<String> texts(LocalPostgres server, String database, String sql) throws SQLException {
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

    private Map<String, String> environment(String database) {
        return Map.of("V1_DATABASE_URL", url(v1, V1), "STAGING_DATABASE_URL", url(target, database));
    }

    private static String url(LocalPostgres server, String database) {
        return "postgresql://postgres:" + DatabasePair.PASSWORD + "@127.0.0.1:" + server.port() + "/" + database;
    }

    @Override
    public void close() {
        v1.close();
        target.close();
    }
}
