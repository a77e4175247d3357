package dev.changeover.bench.world;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What PostgreSQL's own means take for the same rows: {@code pg_dump | psql} of the machine, and COPY over JDBC where the machine has none.
 * Confined to one thread.
 */
public final class Reference {
    private static final List<String> USER_TABLES =
            MigrationPlan.tables().stream().map(TablePlan::name).toList();

    private final Databases databases;
    private final Optional<MachinePrograms> programs;
    private final Path directory;
    private int copies;

    Reference(Databases databases, Optional<MachinePrograms> programs, Path directory) {
        this.databases = databases;
        this.programs = programs;
        this.directory = directory;
    }

    /** How it is called in the table. */
    public String copyName() {
        return programs.isPresent() ? "pg_dump to psql" : "COPY to COPY over JDBC";
    }

    public String dumpName() {
        return programs.isPresent() ? "pg_dump to a file" : "COPY to a file over JDBC";
    }

    /** Seconds that V1's user tables take into an empty V1 schema on V2's server. */
    public double copySeconds(Pair pair, int scale) throws SQLException {
        String template = databases.plainTemplate(scale);
        String name = "copy_" + ++copies;
        databases.v2().execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        databases.v2().execute("CHECKPOINT");
        DatabaseAddress target = databases.v2().address(name);
        try {
            long start = System.nanoTime();
            if (programs.isPresent()) {
                pipe(programs.get(), pair.v1(), target);
            } else {
                TableCopies.copy(pair.v1(), target, USER_TABLES);
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            databases.v2().execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    /** Seconds that writing all of V1, and then all of V2, takes: the ledger too, since it is in V2. */
    public double dumpSeconds(Pair pair) throws SQLException {
        return dump(pair.v1()) + dump(pair.v2());
    }

    /**
     * Seconds that restoring a whole dump of V2, as it is before a migration, takes into a new database.
     *
     * @throws IllegalStateException on a machine without PostgreSQL's clients
     */
    public double restoreSeconds(int scale) throws SQLException {
        MachinePrograms found = programs.orElseThrow(
                () -> new IllegalStateException("a restore needs pg_dump and psql on this machine"));
        Path file = directory.resolve("dump");
        String name = "restored_" + ++copies;
        DatabaseAddress template = databases.v2().address(databases.templates(scale));
        Commands.pipe(List.of(client(found, "pg_dump", template, "--file=" + file)), Map.of(), log());
        databases.v2().execute("CREATE DATABASE " + name);
        databases.v2().execute("CHECKPOINT");
        try {
            List<String> restore = client(
                    found,
                    "psql",
                    databases.v2().address(name),
                    "-X",
                    "-q",
                    "-o",
                    "/dev/null",
                    "-v",
                    "ON_ERROR_STOP=1",
                    "-f",
                    file.toString());
            long start = System.nanoTime();
            Commands.pipe(List.of(restore), Map.of(), log());
            return (System.nanoTime() - start) / 1e9;
        } finally {
            databases.v2().execute("DROP DATABASE " + name + " WITH (FORCE)");
            deleted(file);
        }
    }

    private double dump(DatabaseAddress database) throws SQLException {
        Path file = directory.resolve("dump");
        try {
            long start = System.nanoTime();
            if (programs.isPresent()) {
                Commands.pipe(
                        List.of(client(programs.get(), "pg_dump", database, "--data-only", "--file=" + file)),
                        Map.of(),
                        log());
            } else {
                TableCopies.write(database, file, tablesOf(database));
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            deleted(file);
        }
    }

    private void pipe(MachinePrograms found, DatabaseAddress from, DatabaseAddress to) {
        List<String> dump = new ArrayList<>(client(found, "pg_dump", from, "--data-only"));
        USER_TABLES.forEach(table -> dump.add("--table=public." + table));
        Commands.pipe(List.of(dump, client(found, "psql", to, "-X", "-q", "-v", "ON_ERROR_STOP=1")), Map.of(), log());
    }

    static List<String> client(MachinePrograms programs, String program, DatabaseAddress database, String... options) {
        List<String> command = new ArrayList<>(List.of(
                programs.path(program),
                "--host=" + database.host(),
                "--port=" + database.port(),
                "--username=" + database.user(),
                "--dbname=" + database.database()));
        command.addAll(List.of(options));
        return command;
    }

    private static List<String> tablesOf(DatabaseAddress database) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Sql sql = Sql.connect(database);
                var statement = sql.connection().createStatement();
                var found = statement.executeQuery("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                        + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        return tables;
    }

    private Path log() {
        return directory.resolve("reference.log");
    }

    private static void deleted(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
