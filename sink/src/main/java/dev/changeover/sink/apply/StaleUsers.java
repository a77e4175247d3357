package dev.changeover.sink.apply;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.sink.target.ReferencingKey;
import dev.changeover.sink.target.ReferencingKeys;
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
     * Locks them until the transaction ends, and finds those on whose rows something of V2's own hangs: nobody is there to give it to,
     * and a foreign key of V2's may delete or change it with the row. What hangs on the user itself is no hindrance: the new
     * user gets it.
     *
     * @return by user, which table hangs on which
     * @throws SQLException a collision, when one of them was deleted since it was chosen: its V1 user is created then
     */
    Map<Long, String> lockAndFindHindered(Collection<Long> ids) throws SQLException {
        Map<Long, String> hindered = new HashMap<>();
        if (ids.isEmpty()) {
            return hindered;
        }
        List<Long> locked = Sql.of(connection, "SELECT id FROM public.users WHERE id = ANY (?) ORDER BY id FOR UPDATE")
                .longs(ids)
                .ids();
        Shortfall.collision(PlanSql.USERS.table(), ids.size(), locked.size());
        List<ReferencingKey> keys = ReferencingKeys.toRowsThatGo(connection);
        RowsThatGo.lockOf(connection, ids, keys);
        for (ReferencingKey key : keys) {
            String detail = "rows of " + key.table() + " reference its rows in " + key.referencedTable();
            Sql.of(connection, owners(key)).longs(ids).ids().forEach(id -> hindered.put(id, detail));
        }
        return hindered;
    }

    private static String owners(ReferencingKey key) {
        TableSql referenced = PlanSql.of(MigrationPlan.table(key.referencedTable()));
        String owner = RowsThatGo.owner(referenced);
        return "SELECT DISTINCT " + owner + " FROM " + RowsThatGo.from(referenced) + " WHERE " + owner
                + " = ANY (?) AND " + referenced.madeByV1() + " AND EXISTS (SELECT FROM " + key.sqlTable()
                + " AS c WHERE " + key.references("c", "t") + ")";
    }
}
