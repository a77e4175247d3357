package dev.changeover.cutover.preflight.source;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;

/** Whether the role sees every row of the captured tables. */
final class SelectRight {
    private SelectRight() {}

    static Judgement of(Session v1) throws SQLException {
        Judgement judgement = new Judgement();
        for (String table : MigrationPlan.capturedTables()) {
            String name = "public." + table;
            if (v1.holds("to_regclass(?) IS NULL", name)) {
                continue; // v1-tables says so
            }
            if (!v1.holds("has_table_privilege(to_regclass(?), 'SELECT')", name)) {
                judgement.add(
                        Status.FAIL,
                        "no SELECT on " + name,
                        "run GRANT SELECT ON ALL TABLES IN SCHEMA public TO "
                                + v1.address().user());
            } else if (v1.holds("row_security_active(to_regclass(?))", name)) {
                judgement.add(
                        Status.FAIL,
                        "row-level security hides rows of " + name + " from this role",
                        "read V1 as a role with BYPASSRLS");
            }
        }
        return judgement.otherwise(
                "SELECT on all " + MigrationPlan.capturedTables().size() + " captured tables");
    }
}
