package dev.changeover.local;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server as a child process, ready for logical replication. It listens on the loopback interface only and
 * trusts whoever connects. It ends with the process that started it, also when that is killed. Every method may be called
 * from any thread.
 */
public final class LocalPostgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SUPERUSER = "postgres";

    private final LocalPostgresConfig config;
    private final Tenure tenure;
    private final int port;
    private @Nullable EmbeddedPostgres server;
    private @Nullable OrphanWatch watch;

    private LocalPostgres(LocalPostgresConfig config, AutoCloseable directory) {
        this.config = config;
        this.tenure = new Tenure("local-postgres-exit", directory, this::close);
        this.port = config.port() == 0 ? FreePorts.next() : config.port();
    }

    /** A server in a temporary directory, which goes with it. Not durable: what was committed survives
     * {@link #kill()}, but no power failure. */
    public static LocalPostgres startTemporary() {
        return startTemporary(Map.of());
    }

    /** As {@link #startTemporary()}, with settings of {@code postgresql.conf} that win over ours. */
    public static LocalPostgres startTemporary(Map<String, String> settings) {
        TemporaryFolder folder = TemporaryFolder.create("postgres");
        return started(new LocalPostgresConfig(folder.path(), settings, false), folder);
    }

    /**
     * A server whose data stays in the configured directory. One that was left over there by a killed process is stopped
     * first.
     *
     * @throws ProblemException if the directory is another server's, or PostgreSQL cannot run here
     */
    public static LocalPostgres start(LocalPostgresConfig config) {
        return started(
                config, OwnerLock.takeFor("The embedded PostgreSQL", config.directory(), "choose another directory"));
    }

    private static LocalPostgres started(LocalPostgresConfig config, AutoCloseable directory) {
        LocalPostgres postgres = new LocalPostgres(config, directory);
        postgres.tenure.begin(postgres::launch);
        return postgres;
    }

    static Path dataDirectory(Path directory) {
        return directory.resolve("data");
    }

    public int port() {
        return port;
    }

    /** The address of a database of this server, which need not exist yet. */
    public DatabaseAddress address(String database) {
        return new DatabaseAddress("127.0.0.1", port, database, SUPERUSER, new Secret("local"), Map.of());
    }

    /** Creates an empty database; does nothing if it exists. */
    public void createDatabase(String name) {
        try (Connection connection = connect(SUPERUSER);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT 1 FROM pg_database WHERE datname = " + statement.enquoteLiteral(name))) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Database '" + name + "' could not be created", e);
        }
    }

    /** A connection to a database of this server; the caller closes it. */
    public Connection connect(String database) throws SQLException {
        DatabaseAddress address = address(database);
        return DriverManager.getConnection(address.jdbcUrl(), address.properties());
    }

    /** Stops the server as a crash would, without a checkpoint: {@code pg_ctl -m immediate}. Returns when it is gone. */
    public synchronized void kill() {
        Path data = dataDirectory(config.directory());
        if (!PostgresPrograms.stop(LeftoverPostmaster.programs(data), data, "immediate")) {
            throw new IllegalStateException("The server in " + data + " did not stop, or does not run");
        }
    }

    /** Stops the server if it runs, and starts it again with the same data on the same port. */
    public synchronized void restart() {
        if (tenure.isOver()) {
            throw new IllegalStateException("The server is closed");
        }
        Path data = dataDirectory(config.directory());
        if (!PostgresPrograms.restart(LeftoverPostmaster.programs(data), data, log())) {
            throw new IllegalStateException("The server in " + data + " did not start again; read " + log());
        }
    }

    /** Stops the server; a temporary one takes its data along. Does nothing the second time. */
    @Override
    public synchronized void close() {
        tenure.end(this::stop);
    }

    private synchronized void launch() {
        PostgresPrograms.requireRunnable();
        Path data = dataDirectory(config.directory());
        LeftoverPostmaster.stopIfAlive(data);
        Path programs = TemporaryFolder.ours().resolve("programs");
        System.getProperties().putIfAbsent("ot.epg.working-dir", programs.toString());
        var builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(programs.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(PATIENCE)
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()));
        PostgresVersion.embedded().locale().forEach(builder::setLocaleConfig);
        settings().forEach(builder::setServerConfig);
        try {
            Files.createDirectories(data);
            server = builder.start();
            watch = OrphanWatch.over(config.directory());
            requireOurs(data);
        } catch (IOException | IllegalStateException | SQLException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.UNEXPECTED,
                            "The embedded PostgreSQL did not start",
                            String.valueOf(e.getMessage()),
                            "read its log, " + log()),
                    e);
        }
    }

    /** Another server may have taken the port in the meantime, and the library would not notice. */
    private void requireOurs(Path data) throws SQLException, IOException {
        try (Connection connection = connect(SUPERUSER);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW data_directory")) {
            result.next();
            if (!Path.of(result.getString(1)).toRealPath().equals(data.toRealPath())) {
                throw new IllegalStateException("Port " + port + " belongs to another server");
            }
        }
    }

    private Map<String, String> settings() {
        String durable = config.durable() ? "on" : "off";
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("wal_level", "logical");
        settings.put("max_connections", "200");
        settings.put("max_replication_slots", "10");
        settings.put("max_wal_senders", "10");
        settings.put("shared_buffers", "128MB");
        settings.put("max_wal_size", "2GB");
        settings.put("timezone", "UTC");
        settings.put("fsync", durable);
        settings.put("full_page_writes", durable);
        settings.put("synchronous_commit", "on"); // without fsync it costs nothing, and a killed server loses nothing
        settings.putAll(config.settings());
        return settings;
    }

    private void stop() {
        Path data = dataDirectory(config.directory());
        try {
            if (server != null) {
                server.close(); // gives up after five seconds
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            server = null;
            LeftoverPostmaster.stopIfAlive(data);
            if (watch != null) {
                watch.close();
            }
        }
    }

    private Path log() {
        return config.directory().resolve("server.log");
    }
}
