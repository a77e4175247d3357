package dev.changeover.cutover.assessment;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the target's stale users hold.
 *
 * @param replaced by table and user, the rows that go when the user is replaced
 * @param rowsOfV2 by user, the rows that V1 cannot have made: they stay, and name the new user afterwards
 * @param passwords by user, a hash that only says whether two are the same
 * @param taken by table, the unique values that stay with somebody else
 * @param hindered users that are not replaced while rows of V2's own hang on their groups or sessions
 */
record StaleRows(
        Map<String, Map<Long, Long>> replaced,
        Map<Long, Long> rowsOfV2,
        Map<Long, @Nullable String> passwords,
        Map<String, Set<String>> taken,
        Set<Long> hindered) {
    private static final String MADE_BY_V1 = OwnedRows.ROW + ".session_type IS NOT DISTINCT FROM 'drill_training' AND "
            + OwnedRows.ROW + ".mental_training_session_id IS NULL";
    private static final String REFERENCES = """
            SELECT quote_ident(n.nspname) || '.' || quote_ident(r.relname), quote_ident(a.attname)
            FROM pg_constraint c
            JOIN pg_class r ON r.oid = c.conrelid
            JOIN pg_namespace n ON n.oid = r.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            JOIN pg_attribute named ON named.attrelid = c.confrelid AND named.attnum = c.confkey[1] AND named.attname = 'id'
            WHERE c.contype = 'f' AND c.conparentid = 0 AND c.confrelid = 'public.users'::regclass AND cardinality(c.conkey) = 1
              AND NOT (n.nspname = 'public' AND r.relname IN (%s))
            """;

    static StaleRows read(Snapshot target, LedgerView ledger) throws SQLException {
        Map<String, Map<Long, Long>> replaced = new LinkedHashMap<>();
        Map<Long, Long> rowsOfV2 = new HashMap<>();
        for (TablePlan table : MigrationPlan.tables()) {
            if (table.isRoot()) {
                continue;
            }
            replaced.put(table.name(), new OwnedRows(table).count(target, madeByV1(table)));
            if (table.name().equals(MigrationPlan.COMPLETED_SESSIONS)) {
                add(rowsOfV2, new OwnedRows(table).count(target, "NOT (" + MADE_BY_V1 + ")"));
            }
        }
        for (String query : references(target)) {
            add(rowsOfV2, target.pairs(query));
        }
        Map<Long, @Nullable String> passwords = new HashMap<>();
        target.each("SELECT id, md5(hashed_password) FROM public.users", row -> {
            if (ledger.stale().contains(row.getLong(1))) {
                passwords.put(row.getLong(1), row.getString(2));
            }
        });
        return new StaleRows(replaced, rowsOfV2, passwords, taken(target, ledger), HinderedCopies.read(target));
    }

    /** A condition on a row of this table: V1 can have made it, so that it goes with its user. */
    static String madeByV1(TablePlan table) {
        return table.name().equals(MigrationPlan.COMPLETED_SESSIONS) ? MADE_BY_V1 : "true";
    }

    private static List<String> references(Snapshot target) throws SQLException {
        List<String> queries = new ArrayList<>();
        String ours = "'"
                + String.join(
                        "', '",
                        MigrationPlan.tables().stream().map(TablePlan::name).toList()) + "'";
        target.each(
                REFERENCES.formatted(ours),
                row -> queries.add("SELECT " + row.getString(2) + ", count(*) FROM " + row.getString(1) + " WHERE "
                        + row.getString(2) + " IS NOT NULL GROUP BY 1"));
        return queries;
    }

    /** Of users that are neither replaced nor ours. */
    private static Map<String, Set<String>> taken(Snapshot target, LedgerView ledger) throws SQLException {
        Set<Long> ours = new HashSet<>(ledger.targetUserOf().values());
        Map<String, Set<String>> taken = new HashMap<>();
        for (Map.Entry<String, String> unique : UniqueColumns.ALL.entrySet()) {
            Set<String> values = new HashSet<>();
            target.each("SELECT user_id, " + unique.getValue() + " FROM public." + unique.getKey(), row -> {
                long owner = row.getLong(1);
                String value = row.getString(2);
                if (value != null && !ledger.stale().contains(owner) && !ours.contains(owner)) {
                    values.add(value);
                }
            });
            taken.put(unique.getKey(), values);
        }
        return taken;
    }

    private static void add(Map<Long, Long> sums, Map<Long, Long> more) {
        more.forEach((user, count) -> sums.merge(user, count, Long::sum));
    }
}
