package dev.changeover.local.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Fills one database by {@code COPY}, in one transaction, holding a bounded number of rows in memory. Tables are sent in the
 * order in which they were declared: parents first. Confined to one thread.
 */
final class DatabaseCopy {
    private static final int MAX_BUFFERED_CHARS = 4 << 20;

    private final Connection connection;
    private final CopyManager copy;
    private final World world;
    private final Map<String, TableCopy> tables = new LinkedHashMap<>();

    DatabaseCopy(Connection connection, World world) throws SQLException {
        this.connection = connection;
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI();
        this.world = world;
    }

    World world() {
        return world;
    }

    /** The table under this name, declared with these columns the first time. */
    TableCopy table(String name, String columns) {
        return tableAs(name, name, columns);
    }

    /** Another choice of columns of a table, under a name of its own. */
    TableCopy tableAs(String name, String table, String columns) {
        return tables.computeIfAbsent(name, key -> new TableCopy(table, columns, world));
    }

    TableCopy table(SampleTable table) {
        return table(table.sqlName(), table.columns(world));
    }

    void sendIfMuch() throws SQLException {
        if (tables.values().stream().mapToInt(TableCopy::buffered).sum() > MAX_BUFFERED_CHARS) {
            send();
        }
    }

    /** Sends the rest, moves each sequence past the ids given, commits, and returns the rows written. */
    long finish() throws SQLException {
        send();
        try (Statement statement = connection.createStatement()) {
            for (TableCopy table : tables.values()) {
                if (table.lastId() > 0) {
                    statement.execute("SELECT setval(pg_get_serial_sequence('" + table.table() + "', 'id'), "
                            + table.lastId() + ")");
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("ANALYZE");
        }
        return tables.values().stream().mapToLong(TableCopy::written).sum();
    }

    private void send() throws SQLException {
        try {
            for (TableCopy table : tables.values()) {
                table.send(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
