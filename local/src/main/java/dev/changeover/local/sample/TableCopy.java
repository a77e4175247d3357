package dev.changeover.local.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;

/** Rows of one table on their way into a database, in PostgreSQL's text format. Gives ids from 1. Confined to one thread. */
final class TableCopy {
    private final String table;
    private final String columns;
    private final World world;
    private final StringBuilder rows = new StringBuilder();
    private long lastId;
    private long written;

    TableCopy(String table, String columns, World world) {
        this.table = table;
        this.columns = columns;
        this.world = world;
    }

    long nextId() {
        return ++lastId;
    }

    /** Ids up to this one are taken by rows that bring their own. */
    void reserve(long id) {
        lastId = Math.max(lastId, id);
    }

    /** Takes a row; the cells in the order of the columns. */
    void add(Iterable<? extends @Nullable Object> cells) {
        String separator = "";
        for (Object cell : cells) {
            rows.append(separator);
            append(cell instanceof Rendered rendered ? rendered.in(world) : cell);
            separator = "\t";
        }
        rows.append('\n');
        written++;
    }

    int buffered() {
        return rows.length();
    }

    long written() {
        return written;
    }

    String table() {
        return table;
    }

    long lastId() {
        return lastId;
    }

    void send(CopyManager copy) throws SQLException, IOException {
        if (rows.length() > 0) {
            // Bytes: of a reader, pgjdbc tears characters of two chars apart where a block ends between them.
            byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
            copy.copyIn("COPY " + table + " (" + columns + ") FROM STDIN", new ByteArrayInputStream(bytes), 1 << 16);
            rows.setLength(0);
        }
    }

    private void append(@Nullable Object cell) {
        if (cell == null) {
            rows.append("\\N");
            return;
        }
        String text = cell.toString();
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            switch (each) {
                case '\\' -> rows.append("\\\\");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                case '\t' -> rows.append("\\t");
                default -> rows.append(each);
            }
        }
    }
}
