package dev.changeover.cutover.assessment;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Target users that are not replaced, because rows of V2's own hang on their groups, sessions or other copied rows. */
final class HinderedCopies {
    private static final String KEYS = """
            SELECT p.relname, quote_ident(n.nspname) || '.' || quote_ident(r.relname), quote_ident(a.attname), r.relname,
                   a.attname
            FROM pg_constraint c
            JOIN pg_class p ON p.oid = c.confrelid AND p.relnamespace = 'public'::regnamespace
            JOIN pg_class r ON r.oid = c.conrelid
            JOIN pg_namespace n ON n.oid = r.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            JOIN pg_attribute t ON t.attrelid = c.confrelid AND t.attnum = c.confkey[1]
            WHERE c.contype = 'f' AND c.conparentid = 0 AND cardinality(c.conkey) = 1 AND t.attname = 'id'
            """;

    private HinderedCopies() {}

    static Set<Long> read(Snapshot target) throws SQLException {
        List<Key> keys = new ArrayList<>();
        target.each(KEYS, row -> {
            for (TablePlan table : MigrationPlan.tables()) {
                Key key = new Key(table, row.getString(2), row.getString(3));
                if (!table.isRoot()
                        && table.name().equals(row.getString(1))
                        && !isPlansLink(table, row.getString(4), row.getString(5))) {
                    keys.add(key);
                }
            }
        });
        Set<Long> hindered = new HashSet<>();
        for (Key key : keys) {
            String referenced = "EXISTS (SELECT FROM " + key.child() + " AS own WHERE own." + key.column() + " = "
                    + OwnedRows.ROW + ".id)";
            hindered.addAll(new OwnedRows(key.table())
                    .count(target, StaleRows.madeByV1(key.table()) + " AND " + referenced)
                    .keySet());
        }
        return hindered;
    }

    private static boolean isPlansLink(TablePlan parent, String table, String column) {
        return MigrationPlan.childrenOf(parent.name())
                .anyMatch(child -> child.name().equals(table)
                        && child.parent().orElseThrow().column().equals(column));
    }

    private record Key(TablePlan table, String child, String column) {}
}
