package dev.changeover.sink.undo;

import dev.changeover.sink.apply.PlanSql;
import dev.changeover.sink.apply.RowsThatGo;
import dev.changeover.sink.apply.Sql;
import dev.changeover.sink.apply.TableSql;
import dev.changeover.sink.apply.TargetUsers;
import dev.changeover.sink.target.Epoch;
import dev.changeover.sink.target.ReferencingKey;
import dev.changeover.sink.target.ReferencingKeys;
import dev.changeover.sink.target.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts some users back in one transaction, all of them or none. The caller commits.
 *
 * <p>The mirror image of a replacement: the migrated rows go, the migrated user gives up its email, the stale user comes back under its
 * old id, what references the one references the other again, the migrated user goes, and the stale user's rows come back.
 */
final class UndoTransaction {
    private final Connection connection;
    private final long epoch;
    private long rowsRemoved;
    private long rowsRestored;

    UndoTransaction(Connection connection, long epoch) {
        this.connection = connection;
        this.epoch = epoch;
    }

    /**
     * Undoes users that are as they were when they were looked at; one that is not stays, and says so.
     *
     * @throws Obstacle if one of the users cannot be put back; the transaction must be rolled back
     */
    UndoResult undo(Collection<UndoUser> planned) throws SQLException, Obstacle {
        Epoch.require(connection, epoch);
        Map<Long, String> refused = new TreeMap<>();
        List<UndoUser> users = unchanged(planned, refused);
        if (!users.isEmpty()) {
            write(users);
        }
        int restored = (int)
                users.stream().filter(user -> user.restoredUserId() != null).count();
        return new UndoResult(restored, users.size() - restored, rowsRemoved, rowsRestored, refused);
    }

    /** Locked in the sink's order: its entries in the ledger by id, then the users themselves and their groups and sessions. */
    private List<UndoUser> unchanged(Collection<UndoUser> planned, Map<Long, String> refused) throws SQLException {
        List<Long> ids = planned.stream().map(UndoUser::v1UserId).toList();
        Sql.of(
                        connection,
                        "SELECT v1_user_id FROM changeover.v1_user WHERE v1_user_id = ANY (?) ORDER BY v1_user_id FOR UPDATE")
                .longs(ids)
                .ids();
        List<Long> targetUsers = planned.stream().map(UndoUser::targetUserId).toList();
        Sql.of(connection, "SELECT id FROM public.users WHERE id = ANY (?) ORDER BY id FOR UPDATE")
                .longs(targetUsers)
                .ids();
        RowsThatGo.lockOf(connection, targetUsers, ReferencingKeys.toRowsThatGo(connection));
        Map<Long, UndoUser> now = new HashMap<>();
        UndoLook.at(connection, ids).forEach(user -> now.put(user.v1UserId(), user));
        List<UndoUser> users = new ArrayList<>();
        for (UndoUser user : planned) {
            if (user.equals(now.get(user.v1UserId()))) {
                users.add(user);
            } else {
                refused.put(user.v1UserId(), "it has changed since it was looked at; start again to see how");
            }
        }
        return users;
    }

    private void write(List<UndoUser> users) throws SQLException, Obstacle {
        for (TableSql table : PlanSql.childrenFirst()) {
            if (!table.table().isRoot()) {
                remove("SELECT v.v1_user_id, t.id FROM " + UndoSql.rowsThatGo(table), table.name(), users);
            }
        }
        List<ReferencingKey> keys = ReferencingKeys.read(connection).stream()
                .filter(key -> key.referencesUsers() && key.namesId())
                .toList();
        for (ReferencingKey key : keys) {
            if (!key.sqlTable().equals(PlanSql.USERS.name())) { // another user that references it is an obstacle
                removeOwnerless(key, users);
            }
        }
        keepUsers(users);
        BeforeImages images = new BeforeImages(connection, users);
        requireFree(images.identities());
        rowsRestored += images.putBack(PlanSql.USERS);
        for (ReferencingKey key : keys) {
            handBack(key, users);
        }
        rowsRemoved += UndoSql.onUsers(
                        connection,
                        "WITH gone AS (DELETE FROM public.users AS t USING " + UndoSql.USERS + " WHERE t.id = v.target"
                                + " RETURNING t.id, v.v1_user_id) INSERT INTO changeover.deleted_row"
                                + " (table_name, target_id, v1_user_id, transaction)"
                                + " SELECT 'users', id, v1_user_id, pg_current_xact_id() FROM gone",
                        users)
                .update();
        for (TableSql table : PlanSql.parentsFirst()) {
            if (!table.table().isRoot()) {
                rowsRestored += images.putBack(table);
            }
        }
        images.enterReturn();
        new UndoneUsers(connection).enter(users, epoch);
    }

    /** @param rows a query for V1 users and ids */
    private void remove(String rows, String table, List<UndoUser> users) throws SQLException {
        String name = UndoSql.literal(table.replace("\"", "").replaceFirst("^public\\.", ""));
        rowsRemoved += UndoSql.onUsers(
                        connection,
                        "WITH gone AS (DELETE FROM " + table + " AS t USING (" + rows
                                + ") AS g(v1_user_id, id) WHERE t.id = g.id RETURNING t.id, t::text AS image, g.v1_user_id),"
                                + " kept AS (INSERT INTO changeover.before_image"
                                + " (v1_user_id, table_name, target_row_id, image, reason, transaction)"
                                + " SELECT v1_user_id, " + name
                                + ", id, image, 'undone', pg_current_xact_id() FROM gone),"
                                + " noted AS (INSERT INTO changeover.deleted_row"
                                + " (table_name, target_id, v1_user_id, transaction)"
                                + " SELECT " + name + ", id, v1_user_id, pg_current_xact_id() FROM gone)"
                                + " SELECT id FROM gone",
                        users)
                .ids()
                .size();
    }

    /** V2's own rows of a user that was created: whoever asked for this has agreed to lose them. */
    private void removeOwnerless(ReferencingKey key, List<UndoUser> users) throws SQLException {
        String column = "t." + SqlNames.quoted(key.columns().get(0));
        if (UndoSql.hasId(connection, key)) {
            remove(
                    "SELECT v.v1_user_id, t.id FROM " + UndoSql.USERS + " JOIN " + key.sqlTable() + " AS t ON " + column
                            + " = v.target WHERE v.old IS NULL",
                    key.sqlTable(),
                    users);
        } else {
            rowsRemoved += UndoSql.onUsers(
                            connection,
                            "DELETE FROM " + key.sqlTable() + " AS t USING " + UndoSql.USERS + " WHERE " + column
                                    + " = v.target AND v.old IS NULL",
                            users)
                    .update();
        }
    }

    private void keepUsers(List<UndoUser> users) throws SQLException {
        UndoSql.onUsers(
                        connection,
                        "INSERT INTO changeover.before_image"
                                + " (v1_user_id, table_name, target_row_id, image, reason, transaction)"
                                + " SELECT v.v1_user_id, 'users', t.id, t::text, 'undone', pg_current_xact_id() FROM "
                                + UndoSql.USERS + " JOIN public.users AS t ON t.id = v.target",
                        users)
                .update();
        UndoSql.onUsers(
                        connection,
                        "UPDATE public.users AS t SET email = NULL FROM " + UndoSql.USERS
                                + " WHERE t.id = v.target AND t.email IS NOT NULL",
                        users)
                .update();
    }

    /** The target's own constraint would let a second spelling of an email pass. */
    private void requireFree(Map<String, Long> identities) throws SQLException, Obstacle {
        if (!new TargetUsers(connection).holders(identities.keySet()).isEmpty()) {
            throw new Obstacle(Undo.EMAIL_TAKEN);
        }
    }

    /** Keeps each as it is then: whoever writes it last is this transaction, and what V2 had changed in it meanwhile would be nobody's. */
    private void handBack(ReferencingKey key, List<UndoUser> users) throws SQLException {
        String column = SqlNames.quoted(key.columns().get(0));
        String update = "UPDATE " + key.sqlTable() + " AS t SET " + column + " = v.old FROM " + UndoSql.USERS
                + " WHERE t." + column + " = v.target AND v.old IS NOT NULL";
        String kept = "WITH back AS (" + update + " RETURNING t.id, t::text AS image, v.v1_user_id)"
                + " INSERT INTO changeover.before_image"
                + " (v1_user_id, table_name, target_row_id, image, reason, transaction) SELECT v1_user_id, "
                + UndoSql.literal(UndoSql.imageName(key)) + ", id, image, 'undone', pg_current_xact_id() FROM back";
        UndoSql.onUsers(connection, UndoSql.hasId(connection, key) ? kept : update, users)
                .update();
    }
}
