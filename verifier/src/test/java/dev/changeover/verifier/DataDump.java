package dev.changeover.verifier;

import dev.changeover.contract.database.DatabaseAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/**
 * All rows of both databases, read once and thrown away: by the machine's own {@code pg_dump --data-only} where there is
 * one that knows the server's version, else by {@code COPY TO STDOUT} of each table, which is what pg_dump does, without
 * its start and its look at the catalogue.
 */
record DataDump(String name, Reading reading) {
    /**
     * How many times as long a verification may take on a busy machine, where other tests run beside it: a guard against a
     * change of kind. {@code bench/run --only verify} measures the figure itself, on a quiet one.
     */
    static final int MOST_TIMES = 12;

    private static final Pattern VERSION = Pattern.compile(" (\\d+)\\.");

    /** Reads everything, and answers how many bytes that were, where they are counted. */
    @FunctionalInterface
    interface Reading {
        long read() throws Exception;
    }

    static DataDump of(DatabaseAddress v1, DatabaseAddress target) throws Exception {
        return programVersion() >= serverVersion(v1)
                ? new DataDump("pg_dump --data-only", () -> dumped(v1) + dumped(target))
                : byCopy(v1, target);
    }

    static DataDump byCopy(DatabaseAddress v1, DatabaseAddress target) {
        return new DataDump("COPY TO STDOUT", () -> copied(v1) + copied(target));
    }

    Duration run() throws Exception {
        long start = System.nanoTime();
        reading.read();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    long bytes() throws Exception {
        return reading.read();
    }

    private static int programVersion() throws InterruptedException {
        try {
            Process program = new ProcessBuilder("pg_dump", "--version").start();
            Matcher version =
                    VERSION.matcher(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return program.waitFor() == 0 && version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0; // there is no pg_dump
        }
    }

    private static int serverVersion(DatabaseAddress address) throws SQLException {
        try (Connection connection = connect(address)) {
            return connection.getMetaData().getDatabaseMajorVersion();
        }
    }

    private static long dumped(DatabaseAddress address) throws Exception {
        List<String> command = List.of(
                "pg_dump",
                "--data-only",
                "--host=" + address.host(),
                "--port=" + address.port(),
                "--username=" + address.user(),
                address.database());
        Process program = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (program.waitFor() != 0) {
            throw new IllegalStateException("pg_dump ended with an error");
        }
        return 0;
    }

    private static long copied(DatabaseAddress address) throws SQLException, IOException {
        try (Connection connection = connect(address)) {
            long[] bytes = {0};
            OutputStream counting = new OutputStream() {
                @Override
                public void write(int single) {
                    bytes[0]++;
                }

                @Override
                public void write(byte[] several, int from, int length) {
                    bytes[0] += length;
                }
            };
            for (String table : tables(connection)) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + table + " TO STDOUT", counting);
            }
            return bytes[0];
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT c.oid::regclass::text FROM pg_class c"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind = 'r' AND n.nspname IN ('public', 'changeover') ORDER BY 1")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        return tables;
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.properties());
    }
}
