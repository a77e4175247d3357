package dev.changeover.sink.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A column as the target's catalogue describes it.
 *
 * @param type without a length, as {@code format_type} prints it
 * @param filled whether a row that does not name the column can still be inserted
 * @param always whether the server insists on the value itself: generated, or an identity that is always generated
 */
record TargetColumnFacts(String type, boolean filled, boolean always) {
    private static final String SQL = """
            SELECT a.attname, format_type(a.atttypid, NULL),
                   NOT (a.attnotnull OR t.typnotnull) OR a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL,
                   a.attgenerated <> '' OR a.attidentity = 'a'
              FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
             WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attnum
            """;

    /** The columns of one table by name, in their order; empty if there is no such table. */
    static Map<String, TargetColumnFacts> ofTable(Connection connection, String qualifiedTable) throws SQLException {
        Map<String, TargetColumnFacts> columns = new LinkedHashMap<>();
        try (var select = connection.prepareStatement(SQL)) {
            select.setString(1, qualifiedTable);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    columns.put(
                            rows.getString(1),
                            new TargetColumnFacts(rows.getString(2), rows.getBoolean(3), rows.getBoolean(4)));
                }
            }
        }
        return columns;
    }
}
