package dev.changeover.cutover.assessment;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.contract.plan.TablePlan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** V1 as one snapshot shows it. */
record SourceFigures(
        Map<Long, @Nullable String> emails, Map<String, Long> rows, long orphans, List<@Nullable String> drillTitles) {

    static SourceFigures read(Snapshot v1) throws SQLException {
        long orphans = 0;
        for (TablePlan table : MigrationPlan.tables()) {
            if (!table.isRoot()) {
                orphans += v1.number("SELECT count(*) FROM public." + table.name() + " child WHERE NOT EXISTS ("
                        + owner(table, "child") + ")");
            }
        }
        List<@Nullable String> titles = new ArrayList<>();
        v1.each("SELECT title FROM public." + MigrationPlan.DRILLS, row -> titles.add(row.getString(1)));
        return new SourceFigures(v1.emails(), v1.rowCounts(), orphans, titles);
    }

    /** A query for the row's parent, whose own parent must exist too, up to a user. */
    private static String owner(TablePlan table, String alias) {
        ParentLink link = table.parent().orElseThrow();
        String parent = alias + "_parent";
        String query = "SELECT FROM public." + link.table() + " " + parent + " WHERE " + parent + ".id = " + alias + "."
                + link.column();
        TablePlan above = MigrationPlan.table(link.table());
        return above.isRoot() ? query : query + " AND EXISTS (" + owner(above, parent) + ")";
    }
}
