package dev.changeover.cutover.rollback;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.PointData;
import dev.changeover.cutover.point.PointTable;
import dev.changeover.cutover.point.TableShape;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * One table as it is, against the point's copy of it in a temporary table. Rows are the same when their stored bytes are, or at least all
 * that they print; {@code json} has no equality of its own.
 */
final class Comparison {
    private final Connection connection;
    private final PointTable table;
    private final int number;

    Comparison(Connection connection, PointTable table, int number) {
        this.connection = requireNonNull(connection, "connection");
        this.table = requireNonNull(table, "table");
        this.number = number;
    }

    TableShape shape() {
        return table.shape();
    }

    String name() {
        return table.name();
    }

    /** The temporary table with the rows of the point. */
    String then() {
        return "pg_temp.changeover_point_" + number;
    }

    /** The temporary table of differences: the key, {@code kind} (new, changed, gone since the point), {@code writer}, {@code id} in words. */
    String difference() {
        return "pg_temp.changeover_difference_" + number;
    }

    /** Fills {@link #then}. Locks nothing that others use. */
    void load(PointData point) throws SQLException {
        Ask.run(
                connection,
                "CREATE TEMPORARY TABLE changeover_point_" + number + " ON COMMIT DROP AS SELECT "
                        + shape().columnList("") + " FROM " + shape().sqlName() + " WITH NO DATA");
        point.copyInto(connection, table, then());
        String key = shape().key().isEmpty() ? "" : " (" + shape().keyList("") + ")";
        Ask.run(connection, "ANALYZE " + then() + key);
    }

    /** Fills {@link #difference} with what differs now. */
    void compare() throws SQLException {
        Ask.run(
                connection,
                "CREATE TEMPORARY TABLE changeover_difference_" + number + " ON COMMIT DROP AS SELECT "
                        + shape().key().stream()
                                .map(TableShape::quoted)
                                .map(each -> "coalesce(t." + each + ", p." + each + ") AS " + each)
                                .collect(joining(", "))
                        + ", CASE WHEN " + absent("p") + " THEN 'new' WHEN " + absent("t")
                        + " THEN 'gone' ELSE 'changed' END AS changeover_kind,"
                        + " t.xmin::text::bigint AS changeover_writer, concat_ws(',', "
                        + shape().key().stream()
                                .map(TableShape::quoted)
                                .map(each -> "coalesce(t." + each + ", p." + each + ")")
                                .collect(joining(", "))
                        + ") AS changeover_id" + differing());
        Ask.run(connection, "ANALYZE " + difference());
    }

    /** Rows that differ now. */
    long differences() throws SQLException {
        return Ask.number(connection, "SELECT count(*)" + differing());
    }

    /** Of {@link #difference}. */
    TableChange counted() throws SQLException {
        return new TableChange(name(), counted("new"), counted("gone"), counted("changed"));
    }

    private long counted(String kind) throws SQLException {
        return Ask.number(
                connection, "SELECT count(*) FROM " + difference() + " WHERE changeover_kind = '" + kind + "'");
    }

    /** The condition that two aliases have the same key. */
    String sameKey(String one, String other) {
        return shape().key().stream()
                .map(TableShape::quoted)
                .map(each -> one + "." + each + " = " + other + "." + each)
                .collect(joining(" AND "));
    }

    private String absent(String alias) {
        return alias + "." + TableShape.quoted(shape().key().get(0)) + " IS NULL";
    }

    private String differing() {
        String now = "ROW(" + shape().columnList("t.") + ")";
        String then = "ROW(" + shape().columnList("p.") + ")";
        return " FROM " + shape().sqlName() + " AS t FULL JOIN " + then() + " AS p ON " + sameKey("t", "p") + " WHERE "
                + absent("p") + " OR " + absent("t") + " OR (record_image_ne(" + now + ", " + then + ") AND " + now
                + "::text <> " + then + "::text)";
    }
}
