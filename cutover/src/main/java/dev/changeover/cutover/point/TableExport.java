package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Streams tables out of one transaction, in the order of their keys: the same rows always give the same bytes. Confined to one thread. */
public final class TableExport {
    private final Connection connection;
    private final CopyManager copies;

    public TableExport(Connection connection) throws SQLException {
        this.connection = requireNonNull(connection, "connection");
        this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** Writes the table to a new file in the folder. */
    PointTable write(TableShape table, Path folder, String file) throws SQLException, IOException {
        try (CompressedFile.Writing out = CompressedFile.Writing.create(folder.resolve(file))) {
            long rows = copyOut(table, table.sqlName(), out);
            out.finish();
            return new PointTable(table, file, rows, out.hash(), out.bytes());
        }
    }

    /** Streams the rows of a table that has the shape, whatever its name; returns how many. */
    public long copyOut(TableShape shape, String sqlName, OutputStream out) throws SQLException, IOException {
        String columns = shape.columnList("t.");
        String order = shape.key().isEmpty() ? "t::text" : shape.keyList("t.");
        return copies.copyOut(
                "COPY (SELECT " + columns + " FROM " + sqlName + " AS t ORDER BY " + order + ") TO STDOUT", out);
    }

    /** The connection whose snapshot it is. */
    Connection connection() {
        return connection;
    }
}
