package dev.changeover.sink.target;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Gathers rows in COPY's text format and sends them in chunks, so that memory is bounded. Confined to one thread. */
final class CopyRows {
    private static final int CHUNK_CHARACTERS = 1 << 18;

    private final Connection connection;
    private final String sql;
    private final StringBuilder chunk = new StringBuilder();

    /** @param table with its columns, as COPY names them */
    CopyRows(Connection connection, String table) {
        this.connection = connection;
        this.sql = "COPY " + table + " FROM STDIN";
    }

    void add(@Nullable String... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            chunk.append(i == 0 ? "" : "\t");
            append(values[i]);
        }
        chunk.append('\n');
        if (chunk.length() >= CHUNK_CHARACTERS) {
            flush();
        }
    }

    /** Sends what is left. */
    void flush() throws SQLException {
        if (chunk.length() == 0) {
            return;
        }
        try {
            // Bytes, since pgjdbc tears characters of two chars apart where a block of a reader ends between them.
            byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
        chunk.setLength(0);
    }

    private void append(@Nullable String value) {
        if (value == null) {
            chunk.append("\\N");
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> chunk.append("\\\\");
                case '\t' -> chunk.append("\\t");
                case '\n' -> chunk.append("\\n");
                case '\r' -> chunk.append("\\r");
                default -> chunk.append(c);
            }
        }
    }
}
