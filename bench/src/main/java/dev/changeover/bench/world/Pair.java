package dev.changeover.bench.world;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.local.sample.ReferenceSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;

/** A fresh V1, a fresh V2, and a state directory: what one pipeline needs. Goes away whole. Confined to one thread. */
public final class Pair implements AutoCloseable {
    private final Databases databases;
    private final String name;
    private final ReferenceSize size;
    private final Path directory;

    private Pair(Databases databases, String name, ReferenceSize size, Path directory) {
        this.databases = databases;
        this.name = name;
        this.size = size;
        this.directory = directory;
    }

    /**
     * Copies the templates.
     *
     * @param scale 0 for tables without rows
     */
    static Pair open(Databases databases, int scale, String name, Path parent) throws SQLException {
        String template = databases.templates(scale);
        Pair pair = new Pair(databases, name, databases.size(Math.max(1, scale)), parent.resolve(name));
        copy(databases.v1(), template, name);
        TableCopies.read(pair.v1(), MigrationPlan.capturedTables());
        copy(databases.v2(), template, name);
        try {
            Files.createDirectories(pair.directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pair;
    }

    private static void copy(DatabaseServer server, String template, String name) throws SQLException {
        server.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        server.execute("CHECKPOINT"); // or it falls into the measurement
    }

    public DatabaseAddress v1() {
        return databases.v1().address(name);
    }

    public DatabaseAddress v2() {
        return databases.v2().address(name);
    }

    /** Of the slot in V1, too: the slots of a server share one name space. */
    public String name() {
        return name;
    }

    /** How many users the sample has; at scale 0 the sample's that is not there. */
    public ReferenceSize size() {
        return size;
    }

    /** Where its commands run: no configuration file of a user lies there. */
    public Path directory() {
        return directory;
    }

    public Path stateDirectory() {
        return directory.resolve("state");
    }

    /** Both without a slot, connections, or files; the pipeline has ended. */
    @Override
    public void close() {
        try {
            drop();
        } catch (SQLException e) {
            throw new IllegalStateException("The databases of " + name + " could not be dropped", e);
        } finally {
            delete(directory);
        }
    }

    private void drop() throws SQLException {
        databases
                .v1()
                .execute("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '" + name
                        + "' AND active_pid IS NOT NULL");
        Slots.drop(databases.v1(), name);
        databases.v1().execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        databases.v2().execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    private static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
