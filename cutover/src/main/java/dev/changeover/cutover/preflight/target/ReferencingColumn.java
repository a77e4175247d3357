package dev.changeover.cutover.preflight.target;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A column of V2's own whose values name users by a foreign key: re-pointed when a user is replaced.
 *
 * @param table with schema, quoted where needed
 * @param unique whether two rows may not name one user
 * @param namesId whether the key names the user's id, and by one column
 */
record ReferencingColumn(String table, String column, boolean unique, boolean namesId) {
    private static final String SQL = """
            SELECT con.conrelid::regclass::text, n.nspname || '.' || c.relname, quote_ident(a.attname), a.attname,
                   EXISTS (SELECT FROM pg_index i WHERE i.indrelid = con.conrelid AND i.indisunique AND i.indnkeyatts = 1
                              AND i.indkey[0] = con.conkey[1]),
                   cardinality(con.conkey) = 1 AND b.attname = 'id'
              FROM pg_constraint con
              JOIN pg_class c ON c.oid = con.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = con.conkey[1]
              JOIN pg_attribute b ON b.attrelid = con.confrelid AND b.attnum = con.confkey[1]
             WHERE con.contype = 'f' AND con.conparentid = 0 AND con.confrelid = to_regclass('public.users')
             ORDER BY 1, 3""";

    /** Those that are not the plan's own links. */
    static List<ReferencingColumn> ofUsers(Session target) throws SQLException {
        return target
                .list(
                        SQL,
                        row -> isPlans(row.getString(2), row.getString(4))
                                ? Stream.<ReferencingColumn>empty()
                                : Stream.of(new ReferencingColumn(
                                        row.getString(1), row.getString(3), row.getBoolean(5), row.getBoolean(6))))
                .stream()
                .flatMap(each -> each)
                .toList();
    }

    private static boolean isPlans(String table, String column) {
        return MigrationPlan.childrenOf(MigrationPlan.USERS)
                .filter(plan -> ("public." + plan.name()).equals(table))
                .flatMap((TablePlan plan) -> plan.parent().stream())
                .anyMatch(link -> link.column().equals(column));
    }
}
