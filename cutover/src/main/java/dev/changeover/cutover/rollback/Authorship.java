package dev.changeover.cutover.rollback;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.PointColumn;
import dev.changeover.cutover.point.PointManifest;
import dev.changeover.cutover.point.TableShape;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who made each difference, by the ledger's evidence. A difference is the migration's own only if the evidence says so:
 *
 * <ul>
 *   <li>a new row, if the ledger has it as migrated and the sink wrote it last;
 *   <li>a changed row, if the sink wrote it last, and whatever the migration found there since was as in the point;
 *   <li>a row that is gone, if the sink noted that it deleted it, and what it found was as in the point.
 * </ul>
 *
 * <p>Of a table without a number for a key there are no images: of its rows the sink changes the reference to a user, and nothing else.
 *
 * <p>A row that somebody added to a stale user after the point, and the migration then removed, is somebody's too.
 */
final class Authorship {
    private static final int IDS_SHOWN = 20;
    /** The lower half of a 64-bit transaction id is what a row carries. Within the transactions since the point that is unambiguous. */
    private static final String LOW_HALF = "(transaction::text::numeric % 4294967296)::bigint";

    private final Connection connection;
    private final String since;
    private final boolean ledger;

    Authorship(Connection connection, PointManifest point, boolean ledger) {
        this.connection = requireNonNull(connection, "connection");
        this.since = "'" + point.firstLaterTransaction() + "'::xid8";
        this.ledger = ledger;
    }

    /** Gathers the evidence since the point. */
    void prepare() throws SQLException {
        Ask.run(connection, "CREATE TEMPORARY TABLE changeover_others (name text, id text, kind text) ON COMMIT DROP");
        if (!ledger) {
            return;
        }
        Ask.run(
                connection,
                "CREATE TEMPORARY TABLE changeover_writer ON COMMIT DROP AS"
                        + " SELECT " + LOW_HALF + " AS low FROM changeover.sink_transaction WHERE transaction >= "
                        + since
                        + " UNION SELECT " + LOW_HALF + " FROM changeover.full_rollback WHERE transaction >= " + since);
        Ask.run(
                connection,
                "CREATE TEMPORARY TABLE changeover_found ON COMMIT DROP AS"
                        + " SELECT table_name, target_row_id, image, reason"
                        + " FROM changeover.before_image WHERE transaction >= " + since);
        // The ledger's too: of a migration that has just ended the server knows nothing yet.
        Ask.run(
                connection,
                "ANALYZE pg_temp.changeover_writer; ANALYZE pg_temp.changeover_found (table_name, target_row_id, reason);"
                        + " ANALYZE changeover.migrated_row; ANALYZE changeover.deleted_row");
    }

    /** What others wrote in this table; empty if nobody did. */
    Optional<OthersWrites> of(Comparison comparison) throws SQLException {
        String name = literal(comparison.name());
        Ask.run(
                connection,
                "INSERT INTO pg_temp.changeover_others SELECT " + name + ", d.changeover_id, d.changeover_kind FROM "
                        + comparison.difference() + " AS d" + (ledger ? " WHERE NOT (" + own(comparison) + ")" : ""));
        if (ledger && hasNumber(comparison)) {
            Ask.run(connection, "INSERT INTO pg_temp.changeover_others " + addedAndRemoved(comparison));
        }
        return found(name, comparison.name());
    }

    private String own(Comparison comparison) throws SQLException {
        String written = "EXISTS (SELECT FROM pg_temp.changeover_writer w WHERE w.low = d.changeover_writer)";
        if (!hasNumber(comparison)) {
            return "d.changeover_kind = 'changed' AND " + written + " AND " + repointedOnly(comparison);
        }
        String id = "d." + TableShape.quoted("id");
        String found = "SELECT FROM pg_temp.changeover_found f JOIN " + comparison.then() + " AS p ON p."
                + TableShape.quoted("id") + " = f.target_row_id WHERE f.table_name = " + literal(comparison.name())
                + " AND f.target_row_id = " + id + " AND " + image(comparison) + " <> ROW("
                + comparison.shape().columnList("p.")
                + ")::text";
        String deleted = "EXISTS (SELECT FROM changeover.deleted_row g WHERE g.table_name = "
                + literal(comparison.name()) + " AND g.target_id = " + id + " AND g.transaction >= " + since + ")";
        return "CASE d.changeover_kind WHEN 'new' THEN " + written + " AND " + migrated(comparison, id)
                + " WHEN 'changed' THEN " + written + " AND NOT EXISTS (" + found + ")"
                + " ELSE " + deleted + " AND NOT EXISTS (" + found + ") END";
    }

    /** A condition on {@code d}: nothing but references to users differs. */
    private String repointedOnly(Comparison comparison) throws SQLException {
        TableShape shape = comparison.shape();
        Set<String> references = Set.copyOf(Ask.texts(
                connection,
                "SELECT a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid"
                        + " AND a.attnum = ANY (c.conkey) WHERE c.contype = 'f' AND c.conrelid = "
                        + literal(shape.sqlName()) + "::regclass AND c.confrelid = 'public.users'::regclass"));
        List<String> others = shape.columns().stream()
                .map(PointColumn::name)
                .filter(each -> !references.contains(each))
                .map(TableShape::quoted)
                .toList();
        return "EXISTS (SELECT FROM " + shape.sqlName() + " AS t, " + comparison.then() + " AS p WHERE "
                + comparison.sameKey("t", "d") + " AND " + comparison.sameKey("p", "d") + " AND "
                + row("t.", others) + "::text = " + row("p.", others) + "::text)";
    }

    /** The text of {@code f}'s image that the point's columns give: the point has no generated ones, and the image has. */
    private String image(Comparison comparison) throws SQLException {
        TableShape shape = comparison.shape();
        boolean generates = Ask.truth(
                connection,
                "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = " + literal(shape.sqlName())
                        + "::regclass AND attgenerated <> '' AND NOT attisdropped)");
        List<String> columns = shape.columns().stream()
                .map(PointColumn::name)
                .map(TableShape::quoted)
                .toList();
        // OFFSET keeps the planner from reading the image once a column.
        return generates
                ? "(SELECT " + row("(i.r).", columns) + "::text FROM (SELECT f.image::" + shape.sqlName()
                        + " AS r OFFSET 0) AS i)"
                : "f.image";
    }

    private static String row(String prefix, List<String> columns) {
        return columns.stream().map(prefix::concat).collect(Collectors.joining(", ", "ROW(", ")"));
    }

    /** Rows that the migration found with a stale user, that were not there at the point, and that are gone. */
    private String addedAndRemoved(Comparison comparison) {
        String id = "f.target_row_id";
        return "SELECT DISTINCT " + literal(comparison.name())
                + ", f.target_row_id::text, 'new' FROM pg_temp.changeover_found f"
                + " WHERE f.table_name = " + literal(comparison.name()) + " AND f.reason = 'replaced'"
                + " AND NOT EXISTS (SELECT FROM " + comparison.then() + " AS p WHERE p." + TableShape.quoted("id")
                + " = "
                + id + ") AND NOT EXISTS (SELECT FROM " + comparison.shape().sqlName() + " AS t WHERE t."
                + TableShape.quoted("id") + " = " + id + ") AND NOT " + migrated(comparison, id);
    }

    private static String migrated(Comparison comparison, String id) {
        Optional<TablePlan> plan = MigrationPlan.tables().stream()
                .filter(each -> comparison.shape().isPublic() && each.name().equals(comparison.name()))
                .findFirst();
        return plan.map(each -> "EXISTS (SELECT FROM changeover.migrated_row m WHERE m.table_number = " + each.number()
                        + " AND m.v2_id = " + id + ")")
                .orElse("false");
    }

    /** The ledger's notes name rows by the number in {@code id}. */
    private static boolean hasNumber(Comparison comparison) {
        return comparison.shape().key().equals(List.of("id"))
                && comparison.shape().columns().stream()
                        .anyMatch(each -> each.name().equals("id")
                                && List.of("smallint", "integer", "bigint").contains(each.type()));
    }

    private Optional<OthersWrites> found(String literal, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FILTER (WHERE kind = 'new'),"
                        + " count(*) FILTER (WHERE kind = 'changed'), count(*) FILTER (WHERE kind = 'gone'),"
                        + " (array_agg(id ORDER BY length(id), id))[1:" + IDS_SHOWN + "]"
                        + " FROM pg_temp.changeover_others WHERE name = " + literal)) {
            row.next();
            long all = row.getLong(1) + row.getLong(2) + row.getLong(3);
            if (all == 0) {
                return Optional.empty();
            }
            List<String> ids =
                    new ArrayList<>(Arrays.asList((String[]) row.getArray(4).getArray()));
            return Optional.of(new OthersWrites(name, row.getLong(1), row.getLong(2), row.getLong(3), ids));
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
