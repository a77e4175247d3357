package dev.changeover.verifier.fact;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.verifier.read.PlanSql;
import dev.changeover.verifier.read.RowCursor;
import dev.changeover.verifier.read.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Facts about every table that hangs on another, made from the plan and from the target's foreign keys. */
final class PlanFacts {
    private PlanFacts() {}

    /** A migrated row hangs on a row that was migrated for the same V1 user. */
    static Fact childBelongsToItsOwner() {
        String each = MigrationPlan.tables().stream()
                .filter(plan -> !plan.isRoot())
                .map(PlanFacts::childrenWithOwner)
                .collect(Collectors.joining(" UNION ALL "));
        return new Fact(
                "child-belongs-to-its-owner",
                "migrated rows",
                summed(each),
                Fact.About.MIGRATED_ROWS,
                Fact.Settling.AFTER_THE_PIPELINE);
    }

    private static String childrenWithOwner(TablePlan plan) {
        ParentLink link = plan.parent().orElseThrow();
        int parentNumber = MigrationPlan.table(link.table()).number();
        // A join and not a subquery: the ledger has no index on V2's ids, so it must be read once and not once a row.
        return "SELECT CASE WHEN o.v1_id IS NULL THEN c.id::text END AS name, CASE WHEN o.v1_id IS NULL THEN '"
                + plan.number() + " ' || m.v1_id END AS key, CASE WHEN o.v1_id IS NULL THEN m.xmin || ' ' || c.xmin END"
                + " AS state FROM changeover.migrated_row m"
                + " JOIN changeover.v1_user u ON u.v1_user_id = m.v1_user_id AND u.outcome IN ('replaced', 'created')"
                + " JOIN " + PlanSql.table(plan) + " c ON c.id = m.v2_id"
                + " LEFT JOIN changeover.migrated_row o ON o.live AND o.table_number = " + parentNumber
                + " AND o.v1_user_id = m.v1_user_id AND o.v2_id = c." + PlanSql.quoted(link.column())
                + " WHERE m.live AND m.table_number = " + plan.number();
    }

    /** No row names a user, or another parent of the plan, that is not there: foreign keys can be switched off. */
    static Fact nothingReferencesAMissingRow(Snapshot target) {
        Set<Reference> references = new LinkedHashSet<>();
        for (TablePlan plan : MigrationPlan.tables()) {
            plan.parent()
                    .ifPresent(link -> references.add(new Reference(
                            PlanSql.table(plan),
                            PlanSql.quoted(link.column()),
                            PlanSql.table(MigrationPlan.table(link.table())),
                            PlanSql.quoted("id"),
                            true)));
        }
        references.addAll(toUsers(target));
        String each = references.stream().map(Reference::dangling).collect(Collectors.joining(" UNION ALL "));
        return new Fact(
                "nothing-references-a-missing-row",
                "references",
                summed(each),
                Fact.About.ALL_ROWS,
                Fact.Settling.AT_ONCE);
    }

    /**
     * A column that names a row of another table, all of it spelled as SQL spells it.
     *
     * @param parentColumn need not be an id: a foreign key may name any unique column
     * @param hasId whether {@code id} tells the rows apart and holds nothing but an id
     */
    private record Reference(String table, String column, String parent, String parentColumn, boolean hasId) {
        /** Answers for every reference NULL, or the name of the row whose reference leads nowhere. */
        String dangling() {
            return "SELECT CASE WHEN o." + parentColumn + " IS NULL THEN " + name() + " END AS name, ''::text AS key,"
                    + " ''::text AS state FROM " + table + " c LEFT JOIN " + parent + " o ON o."
                    + parentColumn + " = c." + column + " WHERE c." + column
                    + " IS NOT NULL";
        }

        /** Where no id tells rows apart, the table and the row's place in it do. */
        private String name() {
            return hasId ? "c.id::text" : "'" + table.replace("'", "''") + " ' || c.ctid::text";
        }
    }

    /** Every foreign key of one column to users, in any schema; a partition's copy of its parent's key is not another one. */
    private static List<Reference> toUsers(Snapshot target) {
        List<Reference> references = new ArrayList<>();
        String hasId =
                "EXISTS (SELECT FROM pg_attribute i WHERE i.attrelid = t.oid AND i.attname = 'id' AND i.attnotnull"
                        + " AND i.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'uuid'::regtype))";
        String sql = "SELECT quote_ident(n.nspname), t.relname, a.attname, named.attname, " + hasId + "::int"
                + " FROM pg_constraint f"
                + " JOIN pg_class t ON t.oid = f.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace"
                + " JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]"
                + " JOIN pg_attribute named ON named.attrelid = f.confrelid AND named.attnum = f.confkey[1]"
                + " WHERE f.contype = 'f' AND f.confrelid = 'public.users'::regclass AND f.conparentid = 0"
                + " AND cardinality(f.conkey) = 1 ORDER BY 1, 2, 3, 4";
        try (RowCursor rows = target.rows(sql)) {
            while (rows.next()) {
                references.add(new Reference(
                        rows.text(1) + "." + PlanSql.quoted(String.valueOf(rows.text(2))),
                        PlanSql.quoted(String.valueOf(rows.text(3))),
                        "public.\"users\"",
                        PlanSql.quoted(String.valueOf(rows.text(4))),
                        rows.number(5) == 1));
            }
        }
        return references;
    }

    /**
     * Counts what {@code rows} answers: the name of a row, its key and its state, NULL where nothing is wrong. Only the
     * wrong ones are sorted, numbers as numbers.
     */
    private static String summed(String rows) {
        String inOrder = " ORDER BY length(name), name, key))" + FactSql.LISTED;
        return "SELECT looked, wrong, 0, first.names, first.keys, first.states FROM (SELECT count(*) AS looked,"
                + " count(name) AS wrong, array_agg(name) FILTER (WHERE name IS NOT NULL) AS names,"
                + " array_agg(key) FILTER (WHERE name IS NOT NULL) AS keys,"
                + " array_agg(state) FILTER (WHERE name IS NOT NULL) AS states FROM (" + rows + ") AS each) AS counted"
                + " CROSS JOIN LATERAL (SELECT (array_agg(name" + inOrder + " AS names, (array_agg(key" + inOrder
                + " AS keys, (array_agg(state" + inOrder + " AS states"
                + " FROM unnest(names, keys, states) AS n (name, key, state)) AS first";
    }
}
