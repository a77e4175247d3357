package dev.changeover.sink.undo;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.sink.apply.PlanSql;
import dev.changeover.sink.apply.Sql;
import dev.changeover.sink.apply.TableSql;
import dev.changeover.sink.target.ReferencingKey;
import dev.changeover.sink.target.ReferencingKeys;
import dev.changeover.sink.target.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What undoing some users would do, as the target is in this transaction: rows that came later or were changed, and what stands in the
 * way. A statement a table, however many users. Writes nothing.
 */
final class UndoLook {
    private static final Comparator<LaterRow> ORDER =
            Comparator.comparing(LaterRow::table).thenComparing(row -> row.id() == null ? 0L : row.id());

    private final Connection connection;
    private final Map<Long, List<LaterRow>> later = new HashMap<>();
    private final Map<Long, String> obstacles = new HashMap<>();

    private UndoLook(Connection connection) {
        this.connection = connection;
    }

    /** Looks at users of whom nothing but their ids is known. */
    static List<UndoUser> at(Connection connection, Collection<Long> v1Users) throws SQLException {
        List<UndoUser> users = migrated(connection, v1Users);
        return users.isEmpty() ? users : new UndoLook(connection).look(users);
    }

    private static List<UndoUser> migrated(Connection connection, Collection<Long> v1Users) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT v1_user_id, target_user_id, replaced_user_id FROM changeover.v1_user"
                                + " WHERE v1_user_id = ANY (?) AND target_user_id IS NOT NULL ORDER BY v1_user_id")
                .longs(v1Users)
                .list(row -> new UndoUser(row.getLong(1), row.getLong(2), Sql.nullableLong(row, 3), List.of(), null));
    }

    private List<UndoUser> look(List<UndoUser> users) throws SQLException {
        lookAtImages(users);
        List<UndoUser> readable = users.stream()
                .filter(user -> !obstacles.containsKey(user.v1UserId()))
                .toList();
        lookAtUsers(readable);
        for (TableSql table : PlanSql.parentsFirst()) {
            if (!table.table().isRoot()) {
                lookAtRows(table, readable);
            }
        }
        for (ReferencingKey key : ReferencingKeys.read(connection)) {
            if (key.namesId() && key.referencesUsers()) {
                lookAtReferences(key, readable);
            } else if (!key.referencesUsers() && !key.partOfPlan()) {
                lookAtWhatHangsOnRows(key, readable);
            }
        }
        return users.stream().map(this::seen).toList();
    }

    private UndoUser seen(UndoUser user) {
        List<LaterRow> rows = later.getOrDefault(user.v1UserId(), List.of()).stream()
                .distinct()
                .sorted(ORDER)
                .toList();
        return new UndoUser(
                user.v1UserId(), user.targetUserId(), user.restoredUserId(), rows, obstacles.get(user.v1UserId()));
    }

    /** A column that was dropped since leaves its value in the image, and nobody knows which one it is. */
    private void lookAtImages(List<UndoUser> users) throws SQLException {
        Map<Long, String> lost = new TreeMap<>();
        UndoSql.onUsers(
                        connection,
                        "SELECT DISTINCT v.v1_user_id, b.table_name FROM " + UndoSql.USERS
                                + " JOIN changeover.before_image AS b ON b.v1_user_id = v.v1_user_id AND b.reason = 'replaced'"
                                + " WHERE v.old IS NOT NULL AND b.columns <> (SELECT count(*) FROM pg_attribute AS a"
                                + " WHERE a.attrelid = to_regclass('public.' || quote_ident(b.table_name)) AND a.attnum > 0"
                                + " AND NOT a.attisdropped AND a.attnum <= b.last_column)",
                        users)
                .list(row -> {
                    lost.put(row.getLong(1), row.getString(2));
                    return true;
                });
        lost.forEach((user, table) -> obstacles.put(
                user,
                "the table " + table + " has lost a column since, so that its rows cannot be put back as they were"));
    }

    private void lookAtUsers(List<UndoUser> users) throws SQLException {
        TableSql sql = PlanSql.USERS;
        List<BeforeImages.Column> columns = BeforeImages.columns(connection, MigrationPlan.USERS);
        String image = BeforeImages.row("b", columns.size(), sql.name());
        StringBuilder changed = new StringBuilder(sql.hash() + " <> m.target_hash");
        for (BeforeImages.Column column : columns) {
            if (!column.name().equals("id")
                    && sql.table().targetColumns().stream()
                            .noneMatch(each -> each.name().equals(column.name()))) {
                String name = SqlNames.quoted(column.name());
                changed.append(" OR (b.last_column >= ")
                        .append(column.number())
                        .append(" AND t.")
                        .append(name)
                        .append("::text IS DISTINCT FROM (")
                        .append(image)
                        .append(").")
                        .append(name)
                        .append("::text)");
            }
        }
        UndoSql.onUsers(
                        connection,
                        "SELECT v.v1_user_id, t.id FROM " + UndoSql.USERS + " JOIN " + sql.name()
                                + " AS t ON t.id = v.target JOIN changeover.migrated_row AS m ON m.table_number = "
                                + sql.table().number() + " AND m.v1_id = v.v1_user_id"
                                + " LEFT JOIN changeover.before_image AS b ON b.v1_user_id = v.v1_user_id"
                                + " AND b.table_name = 'users' AND b.reason = 'replaced' AND b.target_row_id = v.old"
                                + " WHERE " + changed,
                        users)
                .list(row -> note(row.getLong(1), MigrationPlan.USERS, row.getLong(2), LaterRow.Fate.CHANGED));
    }

    private void lookAtRows(TableSql sql, List<UndoUser> users) throws SQLException {
        String table = sql.table().name();
        Map<Long, Long> newRows = new HashMap<>();
        UndoSql.onUsers(
                        connection,
                        "SELECT v.v1_user_id, t.id, m.v2_id IS NULL FROM " + UndoSql.USERS + " JOIN "
                                + UndoSql.tables(sql) + " ON " + UndoSql.hangs(sql)
                                + " LEFT JOIN changeover.migrated_row AS m ON " + UndoSql.migrated("m", sql) + " WHERE "
                                + UndoSql.goes(sql) + " AND (m.v2_id IS NULL OR " + sql.hash() + " <> m.target_hash)",
                        users)
                .list(row -> {
                    boolean isNew = row.getBoolean(3);
                    if (isNew) {
                        newRows.put(row.getLong(2), row.getLong(1));
                    }
                    return note(
                            row.getLong(1), table, row.getLong(2), isNew ? LaterRow.Fate.GOES : LaterRow.Fate.CHANGED);
                });
        if (newRows.isEmpty()) {
            return;
        }
        Sql.of(
                        connection,
                        "SELECT v2_id FROM changeover.migrated_row WHERE live AND table_number = ? AND v2_id = ANY (?)")
                .with(sql.table().number())
                .longs(newRows.keySet())
                .list(row -> {
                    long id = row.getLong(1);
                    obstacles.put(
                            Objects.requireNonNull(newRows.get(id)),
                            "a row of another migrated user hangs on it in V2: " + table + " " + id);
                    return id;
                });
    }

    /** Rows of V2's own that reference the user. Those that the replacement re-pointed go back without a word. */
    private void lookAtReferences(ReferencingKey key, List<UndoUser> users) throws SQLException {
        String own = "";
        if (key.partOfPlan()) {
            if (!key.table().equals(MigrationPlan.COMPLETED_SESSIONS)) {
                return;
            }
            own = " AND NOT " + UndoSql.goes(PlanSql.of(MigrationPlan.table(MigrationPlan.COMPLETED_SESSIONS)));
        }
        boolean hasId = UndoSql.hasId(connection, key);
        String known = hasId
                ? " AND NOT EXISTS (SELECT FROM changeover.before_image AS b WHERE b.v1_user_id = v.v1_user_id"
                        + " AND b.reason = 'repointed' AND b.table_name = " + UndoSql.literal(UndoSql.imageName(key))
                        + " AND b.target_row_id = t.id)"
                : "";
        UndoSql.onUsers(
                        connection,
                        "SELECT v.v1_user_id, v.old, " + (hasId ? "t.id" : "NULL::bigint") + " FROM " + UndoSql.USERS
                                + " JOIN " + key.sqlTable() + " AS t ON t."
                                + SqlNames.quoted(key.columns().get(0)) + " = v.target WHERE true" + own + known,
                        users)
                .list(row -> {
                    long user = row.getLong(1);
                    boolean created = Sql.nullableLong(row, 2) == null;
                    if (created && key.sqlTable().equals(PlanSql.USERS.name())) {
                        obstacles.put(user, "another user of the target references it: users " + row.getLong(3));
                    }
                    LaterRow.Fate fate = created ? LaterRow.Fate.OWNERLESS : LaterRow.Fate.HANDED_OVER;
                    return later(user).add(new LaterRow(UndoSql.imageName(key), Sql.nullableLong(row, 3), fate));
                });
    }

    /** Rows of V2's own on a row that goes: a foreign key of V2 may cascade, and nobody would know what was lost. */
    private void lookAtWhatHangsOnRows(ReferencingKey key, List<UndoUser> users) throws SQLException {
        TableSql sql = PlanSql.of(MigrationPlan.table(key.referencedTable()));
        Set<Long> held = new HashSet<>(UndoSql.onUsers(
                        connection,
                        "SELECT DISTINCT v.v1_user_id FROM " + UndoSql.rowsThatGo(sql) + " AND EXISTS (SELECT FROM "
                                + key.sqlTable() + " AS c WHERE " + key.references("c", "t") + ")",
                        users)
                .ids());
        held.forEach(user -> obstacles.put(
                user,
                "rows of " + UndoSql.imageName(key) + " reference its rows in " + key.referencedTable()
                        + ", which go; move or delete those rows first"));
    }

    private boolean note(long user, String table, long id, LaterRow.Fate fate) {
        return later(user).add(new LaterRow(table, id, fate));
    }

    private List<LaterRow> later(long user) {
        return later.computeIfAbsent(user, each -> new ArrayList<>());
    }
}
