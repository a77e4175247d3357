package dev.changeover.sink.apply;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.sink.target.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Locks rows on which other rows of the plan hang. A row that V2 hangs on one of them in that moment is either there when the
 * lock is granted, or refused by its foreign key when the transaction ends; without the lock, a key of V2's may
 * delete it with its parent, unseen.
 */
public final class MiddleRows {
    private MiddleRows() {}

    /** All of these target users'. */
    public static void lockOf(Connection connection, Collection<Long> targetUsers) throws SQLException {
        for (TableSql table : PlanSql.parentsFirst()) {
            if (MigrationPlan.isMiddle(table.table())) {
                ParentLink owner = table.table().parent().orElseThrow();
                lock(connection, table, SqlNames.quoted(owner.column()), targetUsers);
            }
        }
    }

    /** Those of one table with these ids. */
    static void lock(Connection connection, TableSql table, Collection<Long> v2Ids) throws SQLException {
        lock(connection, table, "id", v2Ids);
    }

    private static void lock(Connection connection, TableSql table, String column, Collection<Long> values)
            throws SQLException {
        Sql.of(connection, "SELECT id FROM " + table.name() + " WHERE " + column + " = ANY (?) ORDER BY id FOR UPDATE")
                .longs(values)
                .ids();
    }
}
