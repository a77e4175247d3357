package dev.changeover.cutover.preflight.target;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** What the target does by itself when its rows are written: triggers, rules, event triggers, also those that extensions bring. */
final class TriggerCheck {
    private static final String RUNS = """
            SELECT 'trigger ' || t.tgname || ' on ' || c.oid::regclass
              FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
             WHERE NOT t.tgisinternal AND t.tgenabled NOT IN ('D', 'R')
               AND c.relnamespace = 'public'::regnamespace AND c.relname IN (%1$s)
            UNION ALL
            SELECT 'rule ' || r.rulename || ' on ' || c.oid::regclass
              FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
             WHERE r.ev_type <> '1' AND r.ev_enabled NOT IN ('D', 'R')
               AND c.relnamespace = 'public'::regnamespace AND c.relname IN (%1$s)
            UNION ALL
            SELECT 'event trigger ' || evtname || ' on ' || evtevent FROM pg_event_trigger
             WHERE evtenabled NOT IN ('D', 'R') AND evtevent <> 'login'
            UNION ALL
            SELECT 'inheritance of ' || i.inhrelid::regclass || ' from ' || i.inhparent::regclass
              FROM pg_inherits i JOIN pg_class c ON c.oid IN (i.inhparent, i.inhrelid)
             WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname IN (%1$s)
             ORDER BY 1""";

    private TriggerCheck() {}

    static Judgement of(Session target) throws SQLException {
        String tables =
                MigrationPlan.tables().stream().map(TablePlan::name).collect(Collectors.joining("','", "'", "'"));
        List<String> found = target.list(RUNS.formatted(tables), row -> row.getString(1));
        if (found.isEmpty()) {
            return Judgement.pass("no trigger or rule runs when the pipeline writes");
        }
        Judgement judgement = new Judgement()
                .add(
                        Status.WARN,
                        "these run when the pipeline writes; one that refuses sends the user to quarantine, one that changes"
                                + " rows makes verify report them",
                        "rehearse on a staging target that has them too; disable what must not run for migrated users");
        found.forEach(each -> judgement.add(Status.WARN, each, ""));
        return judgement;
    }
}
