package dev.changeover.sink.apply;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.sink.target.ReferencingKey;
import dev.changeover.sink.target.ReferencingKeys;
import dev.changeover.sink.target.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Target users that are to be replaced, before anything of them is written. Confined to the transaction. */
final class StaleUsers {
    private final Connection connection;

    StaleUsers(Connection connection) {
        this.connection = connection;
    }

    /**
     * Locks them with their groups and sessions, until the transaction ends.
     *
     * @throws SQLException a collision, when one of them was deleted since it was chosen: its V1 user is created then
     */
    void lock(Collection<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        List<Long> locked = Sql.of(connection, "SELECT id FROM public.users WHERE id = ANY (?) ORDER BY id FOR UPDATE")
                .longs(ids)
                .ids();
        Shortfall.collision(PlanSql.USERS.table(), ids.size(), locked.size());
        MiddleRows.lockOf(connection, ids);
    }

    /**
     * Those on whose rows something of V2's own hangs: nobody is there to give it to, and a foreign key of V2's may delete or change it
     * with the row. What hangs on the user itself is no hindrance: the new user gets it.
     *
     * @return by user, which table hangs on which
     */
    Map<Long, String> hindered(Collection<Long> ids) throws SQLException {
        Map<Long, String> hindered = new HashMap<>();
        if (ids.isEmpty()) {
            return hindered;
        }
        for (ReferencingKey key : ReferencingKeys.read(connection)) {
            if (!key.referencesUsers() && !key.partOfPlan() && key.namesId()) {
                TableSql referenced = PlanSql.of(MigrationPlan.table(key.referencedTable()));
                String detail = "rows of " + key.table() + " reference its rows in " + key.referencedTable();
                Sql.of(connection, owners(referenced, key)).longs(ids).ids().forEach(id -> hindered.put(id, detail));
            }
        }
        return hindered;
    }

    private static String owners(TableSql sql, ReferencingKey key) {
        ParentLink parent = sql.table().parent().orElseThrow();
        String from = sql.name() + " AS t";
        String owner = "t." + SqlNames.quoted(parent.column());
        if (MigrationPlan.isGrandchild(sql.table())) {
            TablePlan middle = MigrationPlan.table(parent.table());
            from += " JOIN " + PlanSql.of(middle).name() + " AS p ON p.id = " + owner;
            owner = "p." + SqlNames.quoted(middle.parent().orElseThrow().column());
        }
        return "SELECT DISTINCT " + owner + " FROM " + from + " WHERE " + owner + " = ANY (?) AND " + sql.madeByV1()
                + " AND EXISTS (SELECT FROM " + key.sqlTable() + " AS c WHERE c."
                + SqlNames.quoted(key.columns().get(0)) + " = t.id)";
    }
}
