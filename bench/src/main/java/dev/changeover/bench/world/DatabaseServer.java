package dev.changeover.bench.world;

import dev.changeover.contract.database.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL server of this run, durable as in production. Safe for any thread. */
public interface DatabaseServer extends AutoCloseable {
    /** What both kinds of server run with, so that their figures can be compared. */
    Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "full_page_writes", "on",
            "synchronous_commit", "on",
            "wal_level", "logical",
            "shared_buffers", "256MB",
            "max_wal_size", "4GB",
            "checkpoint_timeout", "15min");

    /** The address of a database of this server, which need not exist yet. */
    DatabaseAddress address(String database);

    @Override
    void close();

    /** Does something in the server's own database. */
    default void execute(String sql) throws SQLException {
        try (Sql own = Sql.connect(address("postgres"))) {
            own.execute(sql);
        }
    }

    /** The server's process and its children, as they are now. */
    default List<Long> processes() throws SQLException {
        try (Sql own = Sql.connect(address("postgres"))) {
            Path file = Path.of(own.text("SHOW data_directory")).resolve("postmaster.pid");
            long postmaster = Long.parseLong(Files.readAllLines(file).get(0).strip());
            return Stream.concat(
                            Stream.of(postmaster),
                            ProcessHandle.of(postmaster)
                                    .map(ProcessHandle::descendants)
                                    .orElse(Stream.of())
                                    .map(ProcessHandle::pid))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
