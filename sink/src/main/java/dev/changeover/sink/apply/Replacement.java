package dev.changeover.sink.apply;

import static java.util.stream.Collectors.joining;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.plan.TargetColumn;
import dev.changeover.sink.target.ReferencingKey;
import dev.changeover.sink.target.ReferencingKeys;
import dev.changeover.sink.target.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts new users in the place of stale ones, all of a batch at once. Three steps, with the batch's own writes in between:
 * {@link #clear} before anything is compared, {@link #insertUsers} before the children, {@link #finish} after them.
 */
final class Replacement {
    private static final String PAIRS = "unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS v(old, new, v1_user_id)";

    private final Connection connection;
    private final List<Pair> pairs;
    private long rowsWritten;

    /** A stale target user, the id of the one that takes its place, and what V1 says of it. */
    record Pair(long oldId, long newId, WantedRow user) {}

    Replacement(Connection connection, List<Pair> pairs) {
        this.connection = connection;
        this.pairs = pairs;
    }

    long rowsWritten() {
        return rowsWritten;
    }

    /** Takes away the old users' copied rows and their emails; keeps images of all that. They are locked since {@link Admission}. */
    void clear() throws SQLException {
        if (pairs.isEmpty()) {
            return;
        }
        onPairs("INSERT INTO changeover.before_image"
                        + " (v1_user_id, table_name, target_row_id, image, reason, transaction, columns, last_column)"
                        + " SELECT v.v1_user_id, 'users', t.id, t::text, 'replaced', pg_current_xact_id(), "
                        + PlanSql.USERS.shape()
                        + " FROM " + PAIRS + " JOIN public.users AS t ON t.id = v.old")
                .update();
        for (TableSql table : PlanSql.childrenFirst()) {
            if (!table.table().isRoot()) {
                rowsWritten += onPairs(deleteCopies(table)).ids().size();
            }
        }
        rowsWritten += onPairs("UPDATE public.users AS t SET email = NULL FROM " + PAIRS
                        + " WHERE t.id = v.old AND t.email IS NOT NULL")
                .update();
    }

    private static String deleteCopies(TableSql sql) {
        TablePlan table = sql.table();
        ParentLink parent = table.parent().orElseThrow();
        String column = "t." + SqlNames.quoted(parent.column());
        String condition = column + " = v.old";
        String using = PAIRS;
        if (MigrationPlan.isGrandchild(table)) {
            ParentLink grandparent =
                    MigrationPlan.table(parent.table()).parent().orElseThrow();
            using += " JOIN " + SqlNames.qualified("public", parent.table()) + " AS p ON p."
                    + SqlNames.quoted(grandparent.column()) + " = v.old";
            condition = column + " = p.id";
        }
        condition += " AND " + sql.madeByV1();
        return "WITH gone AS (DELETE FROM " + sql.name() + " AS t USING " + using + " WHERE " + condition
                + " RETURNING t.id, t::text AS image, v.v1_user_id)" + sql.keptAs("replaced") + " SELECT id FROM gone";
    }

    /** Inserts the new users as copies of the old ones: columns that the plan does not know survive. */
    void insertUsers() throws SQLException {
        if (pairs.isEmpty()) {
            return;
        }
        List<TargetColumn> planned = PlanSql.USERS.table().targetColumns();
        List<String> unknown = unknownColumns(planned);
        String columns =
                planned.stream().map(column -> SqlNames.quoted(column.name())).collect(joining(", "));
        StringBuilder arrays = new StringBuilder();
        StringBuilder aliases = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < planned.size(); i++) {
            arrays.append(", ?::text[]");
            aliases.append(", c").append(i);
            values.append(", v.c")
                    .append(i)
                    .append("::")
                    .append(planned.get(i).type().sqlName());
        }
        for (String column : unknown) {
            values.append(", t.").append(column);
        }
        Sql insert = Sql.of(
                        connection,
                        "INSERT INTO public.users (id, " + columns
                                + unknown.stream().map(column -> ", " + column).collect(joining())
                                + ") OVERRIDING SYSTEM VALUE SELECT v.new" + values
                                + " FROM unnest(?::bigint[], ?::bigint[]" + arrays + ") AS v(old, new" + aliases + ")"
                                + " JOIN public.users AS t ON t.id = v.old ORDER BY v.new")
                .longs(pairs.stream().map(Pair::oldId).toList())
                .longs(pairs.stream().map(Pair::newId).toList());
        for (int i = 0; i < planned.size(); i++) {
            int place = i;
            List<@Nullable String> column = new ArrayList<>();
            pairs.forEach(pair -> column.add(pair.user().row().values().get(place)));
            insert.texts(column);
        }
        int inserted = insert.update();
        Shortfall.refuse(PlanSql.USERS.table(), pairs.size(), inserted);
        rowsWritten += inserted;
    }

    private List<String> unknownColumns(List<TargetColumn> planned) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT attname FROM pg_attribute WHERE attrelid = 'public.users'::regclass AND attnum > 0"
                                + " AND NOT attisdropped AND attgenerated = '' AND attname <> 'id'"
                                + " AND NOT attname = ANY (?) ORDER BY attnum")
                .texts(planned.stream().map(TargetColumn::name).toList())
                .list(row -> SqlNames.quoted(row.getString(1)));
    }

    /** Re-points all that still references the old users, as the catalogue knows it, and deletes them. */
    void finish() throws SQLException {
        if (pairs.isEmpty()) {
            return;
        }
        for (ReferencingKey key : ReferencingKeys.read(connection)) {
            if (key.referencesUsers() && key.namesId()) {
                repoint(key);
            }
        }
        rowsWritten += onPairs("WITH gone AS (DELETE FROM public.users AS t USING " + PAIRS
                        + " WHERE t.id = v.old RETURNING t.id, v.v1_user_id), noted AS (INSERT INTO changeover.deleted_row"
                        + " (table_name, target_id, v1_user_id, transaction)"
                        + " SELECT 'users', id, v1_user_id, pg_current_xact_id() FROM gone) SELECT id FROM gone")
                .ids()
                .size();
    }

    private void repoint(ReferencingKey key) throws SQLException {
        String column = SqlNames.quoted(key.columns().get(0));
        String name = key.schema().equals("public") ? key.table() : key.schema() + "." + key.table();
        if (hasId(key)) {
            onPairs("INSERT INTO changeover.before_image"
                            + " (v1_user_id, table_name, target_row_id, image, reason, transaction)"
                            + " SELECT v.v1_user_id, " + literal(name) + ", t.id, t::text, 'repointed',"
                            + " pg_current_xact_id() FROM " + PAIRS + " JOIN " + key.sqlTable() + " AS t ON t." + column
                            + " = v.old")
                    .update();
        }
        rowsWritten += onPairs("UPDATE " + key.sqlTable() + " AS t SET " + column + " = v.new FROM " + PAIRS
                        + " WHERE t." + column + " = v.old")
                .update();
    }

    private boolean hasId(ReferencingKey key) throws SQLException {
        return !Sql.of(
                        connection,
                        "SELECT 1 FROM pg_attribute WHERE attrelid = ?::regclass AND attname = 'id' AND NOT attisdropped"
                                + " AND atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)")
                .with(key.sqlTable())
                .ids()
                .isEmpty();
    }

    private Sql onPairs(String sql) throws SQLException {
        return Sql.of(connection, sql)
                .longs(pairs.stream().map(Pair::oldId).toList())
                .longs(pairs.stream().map(Pair::newId).toList())
                .longs(pairs.stream().map(pair -> pair.user().owner()).toList());
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
