package dev.changeover.sink.undo;

import static java.util.stream.Collectors.joining;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.rules.Identity;
import dev.changeover.sink.apply.PlanSql;
import dev.changeover.sink.apply.Sql;
import dev.changeover.sink.apply.TableSql;
import dev.changeover.sink.target.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows as they were before the migration, back in their tables. An image has the columns that its table had then: those that came since
 * get their defaults.
 */
final class BeforeImages {
    private static final String OF_USERS = " FROM changeover.before_image AS b WHERE b.reason = 'replaced'"
            + " AND b.v1_user_id = ANY (?) AND b.table_name = '%s'";

    private final Connection connection;
    private final List<Long> users;

    /** @param users V1 users that replaced a stale one */
    BeforeImages(Connection connection, Collection<UndoUser> users) {
        this.connection = connection;
        this.users = users.stream()
                .filter(user -> user.restoredUserId() != null)
                .map(UndoUser::v1UserId)
                .toList();
    }

    /** A column of a table in {@code public}. */
    record Column(String name, int number, boolean generated) {}

    static List<Column> columns(Connection connection, String table) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT attname, attnum, attgenerated <> '' FROM pg_attribute WHERE attrelid = ?::regclass"
                                + " AND attnum > 0 AND NOT attisdropped ORDER BY attnum")
                .with(SqlNames.qualified("public", table))
                .list(row -> new Column(row.getString(1), row.getInt(2), row.getBoolean(3)));
    }

    /** An image as a row of its table as that is today: NULL in the columns that came since. */
    static String row(String image, int columnsToday, String table) {
        return "(left(" + image + ".image, -1) || repeat(',', " + columnsToday + " - coalesce(" + image + ".columns, "
                + columnsToday + ")) || ')')::" + table;
    }

    /**
     * Puts the rows of one table back, under their old ids.
     *
     * @throws Obstacle if the target makes something else of them
     */
    int putBack(TableSql sql) throws SQLException, Obstacle {
        String table = sql.table().name();
        List<Column> today = columns(connection, table);
        int rows = 0;
        for (int last : lastColumns(table)) {
            List<String> names = today.stream()
                    .filter(column -> column.number() <= last && !column.generated())
                    .map(column -> SqlNames.quoted(column.name()))
                    .toList();
            // OFFSET keeps the planner from reading the image once a column.
            String images = "(SELECT " + row("b", today.size(), sql.name()) + " AS r" + OF_USERS.formatted(table)
                    + " AND coalesce(b.last_column, " + last + ") = " + last + " ORDER BY b.id OFFSET 0) AS i";
            rows += Sql.of(
                            connection,
                            "INSERT INTO " + sql.name() + " (" + String.join(", ", names)
                                    + ") OVERRIDING SYSTEM VALUE SELECT " + ofRow("(i.r).", names) + " FROM " + images)
                    .longs(users)
                    .update();
            requireExact(sql, names, images);
        }
        return rows;
    }

    private void requireExact(TableSql sql, List<String> names, String images) throws SQLException, Obstacle {
        boolean other = !Sql.of(
                        connection,
                        "SELECT 1 FROM " + images + " LEFT JOIN " + sql.name() + " AS t ON t.id = (i.r).id WHERE ROW("
                                + ofRow("t.", names) + ")::text IS DISTINCT FROM ROW(" + ofRow("(i.r).", names)
                                + ")::text LIMIT 1")
                .longs(users)
                .ids()
                .isEmpty();
        if (other) {
            throw new Obstacle("the target changes rows of " + sql.table().name()
                    + " while they are put back; look for a trigger or a rule on that table");
        }
    }

    /** The tables' last columns as the images know them; usually one. */
    private List<Integer> lastColumns(String table) throws SQLException {
        return Sql.of(connection, "SELECT DISTINCT b.last_column" + OF_USERS.formatted(table) + " ORDER BY 1")
                .longs(users)
                .list(row -> row.getInt(1));
    }

    /** The identities that the users had before, each with its V1 user. */
    Map<String, Long> identities() throws SQLException {
        String image = row("b", columns(connection, MigrationPlan.USERS).size(), PlanSql.USERS.name());
        Map<String, Long> identities = new TreeMap<>();
        Sql.of(connection, "SELECT b.v1_user_id, (" + image + ").email" + OF_USERS.formatted(MigrationPlan.USERS))
                .longs(users)
                .list(row -> {
                    long user = row.getLong(1);
                    Identity.of(row.getString(2)).ifPresent(identity -> identities.put(identity, user));
                    return user;
                });
        return identities;
    }

    /**
     * The rows are back: a later undo shall not put them back again, they do not count as deleted any more, and who wrote them last is this
     * transaction. Their images stay, as evidence of what the migration had found.
     */
    void enterReturn() throws SQLException {
        Sql.of(
                        connection,
                        "WITH back AS (UPDATE changeover.before_image SET reason = 'undone', transaction = pg_current_xact_id()"
                                + " WHERE reason IN ('replaced', 'repointed') AND v1_user_id = ANY (?)"
                                + " RETURNING table_name, target_row_id)"
                                + " DELETE FROM changeover.deleted_row AS d USING back"
                                + " WHERE d.table_name = back.table_name AND d.target_id = back.target_row_id"
                                + " AND d.transaction <> pg_current_xact_id()")
                .longs(users)
                .update();
    }

    private static String ofRow(String prefix, List<String> names) {
        return names.stream().map(prefix::concat).collect(joining(", "));
    }
}
