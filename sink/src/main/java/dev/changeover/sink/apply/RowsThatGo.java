package dev.changeover.sink.apply;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.sink.target.ReferencingKey;
import dev.changeover.sink.target.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * Locks rows that are to go and on which other rows hang, or might. A row that V2 hangs on one of them in that moment is either
 * there when the lock is granted, or refused by its foreign key when the transaction ends; without the lock, a key of V2's
 * may delete it with its parent, unseen.
 */
public final class RowsThatGo {
    private RowsThatGo() {}

    /**
     * These target users' groups and sessions, and whatever else of theirs one of the keys references.
     *
     * @param keys {@link dev.changeover.sink.target.ReferencingKeys#toRowsThatGo}
     */
    public static void lockOf(Connection connection, Collection<Long> targetUsers, List<ReferencingKey> keys)
            throws SQLException {
        for (TableSql table : PlanSql.parentsFirst()) {
            if (!table.table().isRoot() && (MigrationPlan.isMiddle(table.table()) || isReferenced(table, keys))) {
                Sql.of(
                                connection,
                                "SELECT t.id FROM " + from(table) + " WHERE " + owner(table)
                                        + " = ANY (?) ORDER BY t.id FOR UPDATE OF t")
                        .longs(targetUsers)
                        .ids();
            }
        }
    }

    /** Rows of one table. */
    static void lock(Connection connection, TableSql table, Collection<Long> v2Ids) throws SQLException {
        Sql.of(connection, "SELECT id FROM " + table.name() + " WHERE id = ANY (?) ORDER BY id FOR UPDATE")
                .longs(v2Ids)
                .ids();
    }

    /** The table as {@code t}, with its parent where that leads to the user. */
    static String from(TableSql table) {
        return MigrationPlan.isGrandchild(table.table())
                ? table.name() + " AS t JOIN " + PlanSql.of(parentOf(table)).name() + " AS p ON p.id = t."
                        + column(table.table())
                : table.name() + " AS t";
    }

    /** The column of {@link #from} that names the user. */
    static String owner(TableSql table) {
        if (table.table().isRoot()) {
            return "t.id";
        }
        return MigrationPlan.isGrandchild(table.table())
                ? "p." + column(parentOf(table))
                : "t." + column(table.table());
    }

    private static boolean isReferenced(TableSql table, List<ReferencingKey> keys) {
        return keys.stream()
                .anyMatch(key -> key.referencedTable().equals(table.table().name()));
    }

    private static TablePlan parentOf(TableSql table) {
        ParentLink link = table.table().parent().orElseThrow();
        return MigrationPlan.table(link.table());
    }

    private static String column(TablePlan table) {
        return SqlNames.quoted(table.parent().orElseThrow().column());
    }
}
