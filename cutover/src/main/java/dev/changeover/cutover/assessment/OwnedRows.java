package dev.changeover.cutover.assessment;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.contract.plan.TablePlan;
import java.sql.SQLException;
import java.util.Map;

/** The rows of a table by the user they belong to, which is found through their parents; rows of nobody are left out. */
final class OwnedRows {
    /** What a query calls the table's own row. */
    static final String ROW = "row0";

    private final TablePlan table;

    OwnedRows(TablePlan table) {
        this.table = table;
    }

    /** How many rows each user has; users without a row are missing. */
    Map<Long, Long> count(Snapshot database, String condition) throws SQLException {
        return database.pairs("SELECT " + owner() + ", count(*)" + from() + " WHERE " + condition + " AND " + owner()
                + " IS NOT NULL GROUP BY 1");
    }

    /** Visits each user that has such rows, with the answer of an aggregate over them. */
    void aggregate(Snapshot database, String aggregate, String condition, Snapshot.RowVisitor visitor)
            throws SQLException {
        database.each(
                "SELECT " + owner() + ", " + aggregate + from() + " WHERE " + condition + " AND " + owner()
                        + " IS NOT NULL GROUP BY 1",
                visitor);
    }

    /** A query for the owner of each row and one of its columns. */
    String select(String column) {
        return "SELECT " + owner() + ", " + ROW + "." + column + from() + " WHERE " + owner() + " IS NOT NULL";
    }

    private String owner() {
        return walk().owner();
    }

    private String from() {
        return walk().from();
    }

    private record Walk(String from, String owner) {}

    private Walk walk() {
        StringBuilder from = new StringBuilder(" FROM public." + table.name() + " " + ROW);
        if (table.isRoot()) {
            return new Walk(from.toString(), ROW + ".id");
        }
        TablePlan at = table;
        int step = 0;
        while (!at.hangsOnUser()) {
            ParentLink link = at.parent().orElseThrow();
            String child = "row" + step++;
            from.append(" JOIN public." + link.table() + " row" + step + " ON row" + step + ".id = " + child + "."
                    + link.column());
            at = MigrationPlan.table(link.table());
        }
        return new Walk(
                from.toString(), "row" + step + "." + at.parent().orElseThrow().column());
    }
}
