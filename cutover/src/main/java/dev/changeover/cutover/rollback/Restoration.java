package dev.changeover.cutover.rollback;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.PointColumn;
import dev.changeover.cutover.point.TableShape;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the differences of all tables back, in one statement: foreign keys are checked at its end, when every row is where it belongs, so
 * that no order of the tables is needed and none could fail. Inside it all deletes come first, which frees the unique values; changed rows
 * give theirs up in a statement before. Rows that do not differ are not touched.
 */
final class Restoration {
    /** Unique columns that may be NULL and that no foreign key references. */
    private static final String UNIQUE_COLUMNS = """
            SELECT DISTINCT a.attname FROM pg_index i
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
             WHERE i.indrelid = ?::regclass AND i.indisunique AND NOT i.indisprimary AND NOT a.attnotnull
               AND NOT a.attname = ANY (?)
               AND NOT EXISTS (SELECT FROM pg_constraint c
                                WHERE c.contype = 'f' AND c.confrelid = i.indrelid AND a.attnum = ANY (c.confkey))
             ORDER BY 1
            """;

    private final Connection connection;
    private final List<Comparison> tables;

    /** @param tables that differ, each compared */
    Restoration(Connection connection, List<Comparison> tables) {
        this.connection = requireNonNull(connection, "connection");
        this.tables = List.copyOf(tables);
    }

    void run() throws SQLException {
        if (tables.isEmpty()) {
            return;
        }
        for (Comparison table : tables) {
            giveUpUniqueValues(table);
        }
        List<String> parts = new ArrayList<>();
        List<String> deleted = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            parts.add("gone_" + i + " AS (" + delete(tables.get(i)) + ")");
            deleted.add("(SELECT count(*) FROM gone_" + i + ")");
        }
        parts.add("deleted AS MATERIALIZED (SELECT " + String.join(" + ", deleted) + " AS rows)");
        List<String> written = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            String update = update(tables.get(i));
            if (!update.isEmpty()) {
                parts.add("changed_" + i + " AS (" + update + ")");
                written.add("(SELECT count(*) FROM changed_" + i + ")");
            }
            parts.add("back_" + i + " AS (" + insert(tables.get(i)) + ")");
            written.add("(SELECT count(*) FROM back_" + i + ")");
        }
        Ask.run(
                connection,
                "WITH " + String.join(", ", parts) + " SELECT deleted.rows, " + String.join(", ", written)
                        + " FROM deleted");
        Ask.run(connection, "SET CONSTRAINTS ALL IMMEDIATE");
    }

    private void giveUpUniqueValues(Comparison table) throws SQLException {
        List<String> columns = uniqueColumns(table.shape());
        if (!columns.isEmpty()) {
            Ask.run(
                    connection,
                    "UPDATE " + table.shape().sqlName() + " AS t SET "
                            + columns.stream()
                                    .map(each -> TableShape.quoted(each) + " = NULL")
                                    .collect(joining(", "))
                            + " FROM " + table.difference() + " AS d WHERE d.changeover_kind = 'changed' AND "
                            + table.sameKey("t", "d"));
        }
    }

    private List<String> uniqueColumns(TableShape shape) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(UNIQUE_COLUMNS)) {
            Array key = connection.createArrayOf("text", shape.key().toArray());
            select.setString(1, shape.sqlName());
            select.setArray(2, key);
            List<String> columns = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
            return columns;
        }
    }

    private static String delete(Comparison table) {
        return "DELETE FROM " + table.shape().sqlName() + " AS t USING " + table.difference()
                + " AS d WHERE d.changeover_kind = 'new' AND " + table.sameKey("t", "d") + " RETURNING 1";
    }

    private static String update(Comparison table) {
        List<String> others = table.shape().columns().stream()
                .map(PointColumn::name)
                .filter(each -> !table.shape().key().contains(each))
                .map(TableShape::quoted)
                .toList();
        if (others.isEmpty()) {
            return ""; // a row that is only its key cannot be changed
        }
        return "UPDATE " + table.shape().sqlName() + " AS t SET "
                + others.stream().map(each -> each + " = p." + each).collect(joining(", ")) + " FROM " + table.then()
                + " AS p, " + table.difference() + " AS d, deleted WHERE deleted.rows >= 0 AND"
                + " d.changeover_kind = 'changed' AND " + table.sameKey("t", "d") + " AND " + table.sameKey("p", "d")
                + " RETURNING 1";
    }

    private static String insert(Comparison table) {
        return "INSERT INTO " + table.shape().sqlName() + " (" + table.shape().columnList("")
                + ") OVERRIDING SYSTEM VALUE SELECT " + table.shape().columnList("p.") + " FROM " + table.then()
                + " AS p, " + table.difference() + " AS d, deleted WHERE deleted.rows >= 0 AND"
                + " d.changeover_kind = 'gone' AND " + table.sameKey("p", "d") + " ORDER BY "
                + table.shape().keyList("p.") + " RETURNING 1";
    }
}
