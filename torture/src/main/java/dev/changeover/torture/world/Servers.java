package dev.changeover.torture.world;

import dev.changeover.local.LocalPostgres;
import dev.changeover.local.LocalPostgresConfig;
import dev.changeover.local.Schemas;
import dev.changeover.local.fault.SmallDisk;
import dev.changeover.local.sample.ReferenceData;
import dev.changeover.local.sample.ReferenceSize;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The two database servers, durable as in production, each with a template that holds the sample. */
public final class Servers implements AutoCloseable {
    private static final String TEMPLATE = "sample";
    private static final int V2_MEGABYTES = 1_536;
    private static final String MAX_WAL_OF_V2 = "256MB";

    private final LocalPostgres v1;
    private final LocalPostgres v2;
    private final Optional<SmallDisk> diskOfV2;

    private Servers(LocalPostgres v1, LocalPostgres v2, Optional<SmallDisk> diskOfV2) {
        this.v1 = v1;
        this.v2 = v2;
        this.diskOfV2 = diskOfV2;
    }

    public static Servers start(Path directory, int users, Surroundings surroundings) throws SQLException {
        Optional<SmallDisk> disk =
                surroundings.smallDisks() ? Optional.of(SmallDisk.ofMegabytes(V2_MEGABYTES)) : Optional.empty();
        Path directoryOfV2 = disk.map(SmallDisk::path).orElse(directory).resolve("v2");
        CompletableFuture<LocalPostgres> other = CompletableFuture.supplyAsync(() -> LocalPostgres.start(
                new LocalPostgresConfig(directoryOfV2, Map.of("max_wal_size", MAX_WAL_OF_V2), true)));
        LocalPostgres v1 = LocalPostgres.start(LocalPostgresConfig.in(directory.resolve("v1")));
        Servers servers = new Servers(v1, other.join(), disk);
        try {
            servers.load(users);
            return servers;
        } catch (SQLException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private void load(int users) throws SQLException {
        v1.createDatabase(TEMPLATE);
        v2.createDatabase(TEMPLATE);
        try (Connection first = v1.connect(TEMPLATE);
                Connection second = v2.connect(TEMPLATE)) {
            Schemas.createV1(first);
            Schemas.createV2(second);
        }
        ReferenceData.load(v1.address(TEMPLATE), v2.address(TEMPLATE), ReferenceSize.ofUsers(users));
    }

    /** Makes a fresh database on each side, as the sample left it. */
    void createCopies(String name) throws SQLException {
        execute(v1, "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        execute(v2, "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
    }

    /** Drops both databases, and the slot of V1's. */
    void dropCopies(String name, String slot) throws SQLException {
        execute(
                v1,
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '" + slot
                        + "'");
        execute(v1, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        execute(v2, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    public LocalPostgres v1() {
        return v1;
    }

    public LocalPostgres v2() {
        return v2;
    }

    /** Under V2's server, when there is one. */
    public SmallDisk diskOfV2() {
        return diskOfV2.orElseThrow();
    }

    private static void execute(LocalPostgres server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            v1.close();
        } finally {
            v2.close();
            diskOfV2.ifPresent(SmallDisk::close);
        }
    }
}
