package dev.changeover.bench.world;

import dev.changeover.contract.database.DatabaseAddress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.PGCopyInputStream;

/** Tables by COPY over JDBC. */
final class TableCopies {
    private static final int BUFFER_BYTES = 1 << 16;

    private TableCopies() {}

    /** Copies rows of tables that both have, parents first. */
    static void copy(DatabaseAddress from, DatabaseAddress to, List<String> tables) throws SQLException {
        try (Sql source = Sql.connect(from);
                Sql target = Sql.connect(to)) {
            for (String table : tables) {
                try (InputStream rows = new BufferedInputStream(
                        new PGCopyInputStream(
                                source.connection().unwrap(PGConnection.class), "COPY " + table + " TO STDOUT"),
                        BUFFER_BYTES)) {
                    manager(target).copyIn("COPY " + table + " FROM STDIN", rows, BUFFER_BYTES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes all rows of these tables to a file. */
    static void write(DatabaseAddress from, Path file, List<String> tables) throws SQLException {
        try (Sql source = Sql.connect(from);
                OutputStream out = Files.newOutputStream(file)) {
            for (String table : tables) {
                manager(source).copyOut("COPY " + table + " TO STDOUT", out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads all rows of these tables once, so that the next reader finds them in memory. */
    static void read(DatabaseAddress from, List<String> tables) throws SQLException {
        try (Sql source = Sql.connect(from)) {
            for (String table : tables) {
                manager(source).copyOut("COPY " + table + " TO STDOUT", OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CopyManager manager(Sql sql) throws SQLException {
        return sql.connection().unwrap(PGConnection.class).getCopyAPI();
    }
}
