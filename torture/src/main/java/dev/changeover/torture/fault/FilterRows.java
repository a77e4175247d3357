package dev.changeover.torture.fault;

import dev.changeover.contract.database.DatabaseAddress;

/** New rows of a table that neither application writes: a change of its columns stops nobody but the pipeline. */
final class FilterRows {
    static final String TABLE = "saved_filters";
    static final String COLUMN = "saved_time";
    /** As many as reach every partition. */
    private static final int ROWS = 20;

    private FilterRows() {}

    /** Rows that have the column's old shape. */
    static String withColumn() {
        return insert(", " + COLUMN, ", '10 min'");
    }

    /** Rows that do not name the column, whatever has become of it. */
    static String insert() {
        return insert("", "");
    }

    private static String insert(String column, String value) {
        return "INSERT INTO " + TABLE + " (user_id, name" + column + ") SELECT id, 'schema change'" + value
                + " FROM users ORDER BY id LIMIT " + ROWS;
    }

    static void withdraw(DatabaseAddress v1) {
        Statements.run(v1, "DELETE FROM " + TABLE + " WHERE name = 'schema change'");
    }
}
