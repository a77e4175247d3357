package dev.changeover.verifier.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Rows of one query in the order of the V1 user that owns them, taken user by user. The owner is the query's first
 * column. Confined to the snapshot's thread.
 */
final class OwnedRows<R> implements AutoCloseable {
    static final long END = Long.MAX_VALUE;

    private final RowCursor cursor;
    private final Function<RowCursor, R> reader;
    private long nextOwner;

    OwnedRows(RowCursor cursor, Function<RowCursor, R> reader) {
        this.cursor = cursor;
        this.reader = reader;
        advance();
    }

    /** The owner of the next row, or {@link #END}. */
    long nextOwner() {
        return nextOwner;
    }

    /** The rows of this owner; rows of smaller owners, which nobody asked for, are passed over. */
    List<R> takeFor(long owner) {
        while (nextOwner < owner) {
            advance();
        }
        List<R> rows = new ArrayList<>();
        while (nextOwner == owner && nextOwner != END) {
            rows.add(reader.apply(cursor));
            advance();
        }
        return rows;
    }

    private void advance() {
        nextOwner = cursor.next() ? cursor.number(1) : END;
    }

    @Override
    public void close() {
        cursor.close();
    }
}
