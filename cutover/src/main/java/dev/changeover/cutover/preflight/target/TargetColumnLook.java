package dev.changeover.cutover.preflight.target;

import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A column of the target as its catalogue has it.
 *
 * @param type without a length
 * @param filled whether a row that does not name the column can be inserted
 * @param always whether the server insists on a value of its own
 * @param maxLength in characters; 0 or less: any
 */
record TargetColumnLook(String type, boolean notNull, boolean filled, boolean always, int maxLength) {
    private static final String SQL = """
            SELECT a.attname, format_type(a.atttypid, NULL), a.attnotnull OR t.typnotnull,
                   a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL,
                   a.attgenerated <> '' OR a.attidentity = 'a',
                   CASE WHEN a.atttypid IN ('varchar'::regtype, 'varchar[]'::regtype) THEN a.atttypmod - 4 ELSE 0 END
              FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
             WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

    /** By name, in the table's order; empty if there is no such table. */
    static Map<String, TargetColumnLook> ofTable(Session target, String table) throws SQLException {
        Map<String, TargetColumnLook> columns = new LinkedHashMap<>();
        target.list(
                SQL,
                row -> columns.put(
                        row.getString(1),
                        new TargetColumnLook(
                                row.getString(2),
                                row.getBoolean(3),
                                !row.getBoolean(3) || row.getBoolean(4),
                                row.getBoolean(5),
                                row.getInt(6))),
                table);
        return columns;
    }
}
