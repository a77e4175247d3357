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
        return new Fact("child-belongs-to-its-owner", "migrated rows", summed(each), List.of());
    }

    private static String childrenWithOwner(TablePlan plan) {
        ParentLink link = plan.parent().orElseThrow();
        int parentNumber = MigrationPlan.table(link.table()).number();
        // A join and not a subquery: the ledger has no index on V2's ids, so it must be read once and not once a row.
        return "SELECT c.id, o.v1_id IS NULL AS wrong FROM changeover.migrated_row m"
                + " JOIN changeover.v1_user u ON u.v1_user_id = m.v1_user_id AND u.outcome IN ('replaced', 'created')"
                + " JOIN " + PlanSql.table(plan) + " c ON c.id = m.v2_id"
                + " LEFT JOIN changeover.migrated_row o ON o.live AND o.table_number = " + parentNumber
                + " AND o.v1_user_id = m.v1_user_id AND o.v2_id = c." + PlanSql.quoted(link.column())
                + " WHERE m.live AND m.table_number = " + plan.number();
    }

    /** No row names a user, or another parent of the plan, that is not there: foreign keys can be switched off. */
    static Fact nothingReferencesAMissingRow(Snapshot target) {
        Set<String> each = new LinkedHashSet<>();
        for (TablePlan plan : MigrationPlan.tables()) {
            plan.parent()
                    .ifPresent(link -> each.add(dangling(
                            PlanSql.table(plan),
                            PlanSql.quoted(link.column()),
                            PlanSql.table(MigrationPlan.table(link.table())))));
        }
        for (String[] reference : references(target)) {
            each.add(dangling(reference[0], reference[1], "public.\"users\""));
        }
        return new Fact(
                "nothing-references-a-missing-row", "references", summed(String.join(" UNION ALL ", each)), List.of());
    }

    /** Tables and columns that reference users, spelled as the plan's own are. */
    private static List<String[]> references(Snapshot target) {
        List<String[]> references = new ArrayList<>();
        String sql = "SELECT quote_ident(n.nspname), '\"' || replace(t.relname, '\"', '\"\"') || '\"',"
                + " '\"' || replace(a.attname, '\"', '\"\"') || '\"' FROM pg_constraint f"
                + " JOIN pg_class t ON t.oid = f.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace"
                + " JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]"
                + " WHERE f.contype = 'f' AND f.confrelid = 'public.users'::regclass AND cardinality(f.conkey) = 1"
                + " ORDER BY 1, 2, 3";
        try (RowCursor rows = target.rows(sql)) {
            while (rows.next()) {
                references.add(new String[] {rows.text(1) + "." + rows.text(2), String.valueOf(rows.text(3))});
            }
        }
        return references;
    }

    private static String dangling(String table, String column, String parent) {
        return "SELECT c.id, o.id IS NULL AS wrong FROM " + table + " c LEFT JOIN " + parent + " o ON o.id = c."
                + column + " WHERE c." + column + " IS NOT NULL";
    }

    private static String summed(String rows) {
        return "SELECT count(*), count(*) FILTER (WHERE wrong), 0,"
                + " left(string_agg(id::text, ', ' ORDER BY id) FILTER (WHERE wrong), 60) FROM (" + rows + ") AS each";
    }
}
