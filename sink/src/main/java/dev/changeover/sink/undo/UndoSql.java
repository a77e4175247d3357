package dev.changeover.sink.undo;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.sink.apply.Sql;
import dev.changeover.sink.apply.TableSql;
import dev.changeover.sink.target.ReferencingKey;
import dev.changeover.sink.target.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** The SQL that looking and undoing share. The users are {@code v}, a row of the target that hangs on them is {@code t}. */
final class UndoSql {
    /** Three parameters: V1 users, their target users, the stale users that those replaced. */
    static final String USERS = "unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS v(v1_user_id, target, old)";

    private UndoSql() {}

    static Sql onUsers(Connection connection, String sql, Collection<UndoUser> users) throws SQLException {
        return Sql.of(connection, sql)
                .longs(users.stream().map(UndoUser::v1UserId).toList())
                .longs(users.stream().map(UndoUser::targetUserId).toList())
                .longs(users.stream().map(UndoUser::restoredUserId).toList());
    }

    /** Users and the rows of one of the plan's tables that hang on them and go with them. */
    static String rowsThatGo(TableSql sql) {
        return USERS + " JOIN " + tables(sql) + " ON " + hangs(sql) + " WHERE " + goes(sql);
    }

    /** The table and, for rows that hang on another row, that one's. */
    static String tables(TableSql sql) {
        TablePlan table = sql.table();
        ParentLink parent = table.parent().orElseThrow();
        return MigrationPlan.isGrandchild(table)
                ? "(" + sql.name() + " AS t JOIN " + SqlNames.qualified("public", parent.table()) + " AS p ON p.id = t."
                        + SqlNames.quoted(parent.column()) + ")"
                : sql.name() + " AS t";
    }

    static String hangs(TableSql sql) {
        TablePlan table = sql.table();
        ParentLink parent = table.parent().orElseThrow();
        if (MigrationPlan.isGrandchild(table)) {
            ParentLink grandparent =
                    MigrationPlan.table(parent.table()).parent().orElseThrow();
            return "p." + SqlNames.quoted(grandparent.column()) + " = v.target";
        }
        return "t." + SqlNames.quoted(parent.column()) + " = v.target";
    }

    /** Rows that V1 cannot have made are V2's own and do not go, unless the sink made them. */
    static String goes(TableSql sql) {
        return "(" + sql.madeByV1() + " OR EXISTS (SELECT FROM changeover.migrated_row AS o WHERE " + migrated("o", sql)
                + "))";
    }

    /** The ledger's entry of the row {@code t} of the user {@code v}. */
    static String migrated(String alias, TableSql sql) {
        return (alias + ".v1_user_id = v.v1_user_id AND " + alias + ".table_number = "
                + sql.table().number() + " AND " + alias + ".v2_id = t.id AND " + alias + ".live");
    }

    /** How an image names the table. */
    static String imageName(ReferencingKey key) {
        return key.schema().equals("public") ? key.table() : key.schema() + "." + key.table();
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Whether rows of the key's table can be named by an id. */
    static boolean hasId(Connection connection, ReferencingKey key) throws SQLException {
        return !Sql.of(
                        connection,
                        "SELECT 1 FROM pg_attribute WHERE attrelid = ?::regclass AND attname = 'id' AND NOT attisdropped"
                                + " AND atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)")
                .with(key.sqlTable())
                .ids()
                .isEmpty();
    }
}
