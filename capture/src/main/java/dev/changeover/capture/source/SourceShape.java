package dev.changeover.capture.source;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.plan.SourceColumn;
import dev.changeover.contract.plan.SourceTable;
import dev.changeover.contract.topic.SourceTopics;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of V1's catalogue changes when a change of the schema gives rows other values: PostgreSQL decodes no row for that. A column
 * that is dropped and added again has another number. One whose type is changed, perhaps to the same with {@code USING}, has
 * another row in the catalogue, and its table another file; a file alone (VACUUM FULL) or a catalogue's row alone (SET DEFAULT)
 * means nothing.
 *
 * @param columns by schema, table and name; only captured ones
 */
public record SourceShape(Map<String, Column> columns) {
    private static final String SQL = """
            SELECT n.nspname || '.' || c.relname || '.' || a.attname, a.attnum, format_type(a.atttypid, a.atttypmod),
                   a.atthasmissing, a.xmin::text, c.relfilenode::bigint
              FROM pg_attribute a
              JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname || '.' || c.relname = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped""";

    /**
     * One column.
     *
     * @param number among the table's, dropped ones included
     * @param type null in what was remembered before types were
     * @param added whether it came later than some of the rows, which do not hold it: whoever writes the table anew, as VACUUM FULL does, ends
     *     that, and writes the column's row in the catalogue
     * @param written the transaction that wrote that row
     * @param file of its table
     */
    public record Column(int number, @Nullable String type, boolean added, String written, long file) {
        private boolean isRewritten(Column now) {
            if (number != now.number) {
                return true;
            }
            boolean filled = added && !now.added && Objects.equals(type, now.type);
            return !filled && !written.equals(now.written) && file != now.file;
        }

        private boolean holdsTheSameRows(Column now) {
            return number == now.number && file == now.file;
        }
    }

    public SourceShape {
        columns = Map.copyOf(columns);
    }

    /** As of now. */
    public static SourceShape read(SourceDatabase v1) throws SQLException {
        Set<String> captured = captured();
        Map<String, Column> columns = new TreeMap<>();
        Array tables = v1.connection()
                .createArrayOf("text", SourceChecks.qualifiedTables().toArray());
        try (PreparedStatement select = v1.connection().prepareStatement(SQL)) {
            select.setArray(1, tables);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (captured.contains(rows.getString(1))) {
                        columns.put(
                                rows.getString(1),
                                new Column(
                                        rows.getInt(2),
                                        rows.getString(3),
                                        rows.getBoolean(4),
                                        rows.getString(5),
                                        rows.getLong(6)));
                    }
                }
            }
        }
        return new SourceShape(columns);
    }

    private static Set<String> captured() {
        Set<String> captured = new HashSet<>();
        for (SourceTable table : SourceChecks.tables().toList()) {
            String prefix = SourceTopics.SCHEMA + "." + table.name() + ".";
            captured.add(prefix + "id");
            table.parentColumn().ifPresent(column -> captured.add(prefix + column));
            for (SourceColumn column : table.columns()) {
                captured.add(prefix + column.name());
            }
        }
        return captured;
    }

    /** As of now; of a column that is missing now what was known, so that it is known again when it comes back. */
    public SourceShape updatedBy(SourceShape now) {
        Map<String, Column> updated = new TreeMap<>(columns);
        updated.putAll(now.columns);
        return new SourceShape(updated);
    }

    /** What was done to V1's values between the two without a change of a row; a column that is missing now is not looked at. */
    public Optional<String> rewrittenIn(SourceShape now) {
        return new TreeMap<>(columns)
                .entrySet().stream()
                        .filter(column -> now.columns.containsKey(column.getKey())
                                && column.getValue().isRewritten(now.columns.get(column.getKey())))
                        .map(column -> "the column " + column.getKey()
                                + " of V1 was made anew or changed to another type: that gives rows other values, and"
                                + " V1's log has no change of them")
                        .findFirst();
    }

    /**
     * Whether a snapshot that began at the one and ended at the other read what V1 has. One that began before a table was written anew
     * finds it empty: PostgreSQL's manual says so of ALTER TABLE, under the caveats of MVCC.
     */
    public boolean spansOneSnapshot(SourceShape now) {
        return columns.keySet().equals(now.columns.keySet())
                && columns.entrySet().stream().allMatch(column -> column.getValue()
                        .holdsTheSameRows(requireNonNull(now.columns.get(column.getKey()))));
    }
}
