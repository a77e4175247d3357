package dev.changeover.verifier.read;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one query, forwards. Asks the server for fewer rows at a time the wider they are, so that what is held in
 * memory does not depend on the number of rows. Several may be open in one snapshot. Confined to the snapshot's thread.
 */
public final class RowCursor implements AutoCloseable {
    private static final int BATCH_CHARACTERS = 1 << 20;
    private static final int MAX_BATCH_ROWS = 2_000;
    private static final int FIRST_BATCH_ROWS = 64;

    private final DatabaseSide side;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final RowMeter meter;
    private final int columns;
    private int widest = BATCH_CHARACTERS / FIRST_BATCH_ROWS / 4;
    private int width;
    private int sinceAdjusted;

    private RowCursor(DatabaseSide side, PreparedStatement statement, ResultSet rows, RowMeter meter)
            throws SQLException {
        this.side = side;
        this.statement = statement;
        this.rows = rows;
        this.meter = meter;
        this.columns = rows.getMetaData().getColumnCount();
    }

    static RowCursor of(DatabaseSide side, PreparedStatement statement, RowMeter meter) throws SQLException {
        statement.setFetchSize(FIRST_BATCH_ROWS);
        return new RowCursor(side, statement, statement.executeQuery(), meter);
    }

    public boolean next() {
        try {
            adjustBatch();
            if (!rows.next()) {
                return false;
            }
            meter.rowRead();
            return true;
        } catch (SQLException e) {
            throw side.unreadable(e);
        }
    }

    public int columns() {
        return columns;
    }

    /** The column's text; null is SQL NULL. Columns count from 1. */
    public @Nullable String text(int column) {
        try {
            String text = rows.getString(column);
            width += text == null ? 0 : text.length();
            return text;
        } catch (SQLException e) {
            throw side.unreadable(e);
        }
    }

    /** The texts of an array's elements; none for SQL NULL. */
    public List<String> texts(int column) {
        try {
            Array array = rows.getArray(column);
            return array == null
                    ? List.of()
                    : Arrays.stream((Object[]) array.getArray())
                            .map(String::valueOf)
                            .toList();
        } catch (SQLException e) {
            throw side.unreadable(e);
        }
    }

    public long number(int column) {
        try {
            return rows.getLong(column);
        } catch (SQLException e) {
            throw side.unreadable(e);
        }
    }

    public @Nullable Long numberOrNull(int column) {
        try {
            long number = rows.getLong(column);
            return rows.wasNull() ? null : number;
        } catch (SQLException e) {
            throw side.unreadable(e);
        }
    }

    /** Takes effect with the next piece that is fetched: at most as many rows as fit when all are as wide as the widest. */
    private void adjustBatch() throws SQLException {
        widest = Math.max(width, widest - widest / 256); // a single wide row is forgotten again
        width = 0;
        if (++sinceAdjusted >= 16) {
            sinceAdjusted = 0;
            rows.setFetchSize(Math.max(1, Math.min(MAX_BATCH_ROWS, BATCH_CHARACTERS / Math.max(64, widest))));
        }
    }

    @Override
    public void close() {
        try {
            statement.close();
        } catch (SQLException e) {
            throw side.unreadable(e);
        }
    }
}
