package dev.changeover.verifier.read;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.contract.plan.TablePlan;
import java.util.List;
import java.util.stream.Collectors;

/** SQL over the plan's tables; the row itself is {@code c}, the middle table of a grandchild is {@code p}. */
public final class PlanSql {
    private PlanSql() {}

    /** The table as SQL names it; V1 and the target keep theirs in {@code public}. */
    public static String table(TablePlan plan) {
        return "public." + quoted(plan.name());
    }

    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** {@code FROM} a table, with the join that leads to its owner. */
    public static String from(TablePlan plan) {
        if (!MigrationPlan.isGrandchild(plan)) {
            return "FROM " + table(plan) + " c";
        }
        ParentLink link = plan.parent().orElseThrow();
        return "FROM " + table(plan) + " c JOIN " + table(MigrationPlan.table(link.table())) + " p ON p.id = c."
                + quoted(link.column());
    }

    /** The expression that is the id of the user who owns the row. */
    public static String owner(TablePlan plan) {
        if (plan.isRoot()) {
            return "c.id";
        }
        ParentLink link = plan.parent().orElseThrow();
        return MigrationPlan.isGrandchild(plan)
                ? "p."
                        + quoted(MigrationPlan.table(link.table())
                                .parent()
                                .orElseThrow()
                                .column())
                : "c." + quoted(link.column());
    }

    /** The expression that is the id of the row's parent; for {@code users} NULL. */
    public static String parent(TablePlan plan) {
        return plan.parent().map(link -> "c." + quoted(link.column())).orElse("NULL::integer");
    }

    /** {@code , c."a"::text, c."b"::text} */
    static String texts(List<String> columns) {
        return columns.stream()
                .map(column -> ", c." + quoted(column) + "::text")
                .collect(Collectors.joining());
    }
}
