package dev.changeover.verifier.fact;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.verifier.read.PlanSql;
import dev.changeover.verifier.read.RowCursor;
import dev.changeover.verifier.read.Snapshot;
import dev.changeover.verifier.report.ProtectedFinding;
import java.util.stream.Collectors;

/**
 * Whether the sink wrote a row of a user that is not its own: the baseline's protected users, and those who appeared in
 * the target since and were not created by the sink.
 *
 * <p>The evidence is the transaction that wrote each row last ({@code xmin}, 32 bits) against the sink's own record of
 * its transactions (64 bits). Within the last 2^32 transactions one is the other's lower half, without ambiguity. Rows
 * without an ordinary transaction id, and recorded transactions before that window, are counted apart. A later writer
 * hides an earlier one: that cannot be seen here. Of deleted rows only those of {@code users} are looked up: the record of
 * another table's does not say whose it was.
 *
 * <p>A row whose foreign key followed a replaced user to its new row was written by right. It is left out only while the
 * transaction that kept its image as re-pointed is the one that wrote it last: any other transaction of the sink counts. So it is with rows that an undo
 * put back, whose owner may have been protected since.
 */
public final class ProtectedUsers {
    private static final String WINDOW = "4294967296";

    private ProtectedUsers() {}

    public static ProtectedFinding check(Snapshot target) {
        String others = "other AS MATERIALIZED (SELECT t.id FROM public.users t"
                + " LEFT JOIN changeover.baseline_user b ON b.target_user_id = t.id"
                + " WHERE b.class IS DISTINCT FROM 'stale' AND NOT EXISTS"
                + " (SELECT FROM changeover.migrated_row m WHERE m.table_number = 1 AND m.v2_id = t.id)"
                + " AND NOT EXISTS (SELECT FROM changeover.v1_user u WHERE u.target_user_id = t.id))";
        String written = "written AS MATERIALIZED (SELECT s.transaction::text::numeric % " + WINDOW + " AS low"
                + " FROM changeover.sink_transaction s WHERE " + inWindow("s.transaction") + ")";
        String now = "now AS MATERIALIZED (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::numeric AS next)";
        String rows = "row_written AS (" + rowsOfOthers() + ")";
        String sql = "WITH " + String.join(", ", now, others, written, rows)
                + " SELECT (SELECT count(*) FROM other), count(*),"
                // Images are many and wide, and are read only once a row of others turns out to be the sink's.
                + " count(*) FILTER (WHERE r.writer >= 3 AND CASE WHEN r.writer IN (SELECT low FROM written)"
                + " THEN (r.name, r.id, r.writer) NOT IN (" + REPOINTED + ") ELSE false END),"
                + " count(*) FILTER (WHERE r.writer < 3) FROM row_written r";
        try (RowCursor answer = target.rows(sql)) {
            answer.next();
            return new ProtectedFinding(
                    answer.number(1),
                    answer.number(2),
                    answer.number(3),
                    target.number(DELETED_BY_SINK),
                    target.number(GONE),
                    answer.number(4),
                    target.number(BEFORE_WINDOW));
        }
    }

    private static String rowsOfOthers() {
        return MigrationPlan.tables().stream()
                .map(ProtectedUsers::rowsOfOthers)
                .collect(Collectors.joining(" UNION ALL "));
    }

    private static String rowsOfOthers(TablePlan plan) {
        return "SELECT '" + plan.name() + "' AS name, c.id::bigint AS id, c.xmin::text::numeric AS writer "
                + PlanSql.from(plan) + " JOIN other ON other.id = " + PlanSql.owner(plan);
    }

    private static String inWindow(String transaction) {
        return transaction + "::text::numeric < (SELECT next FROM now) AND " + transaction
                + "::text::numeric >= (SELECT next FROM now) - " + WINDOW;
    }

    private static final String REPOINTED = "SELECT b.table_name, b.target_row_id, b.transaction::text::numeric % "
            + WINDOW + " FROM changeover.before_image b WHERE b.reason IN ('repointed', 'undone') AND "
            + inWindow("b.transaction");

    private static final String PROTECTED = " FROM changeover.baseline_user b WHERE b.class = 'protected'";

    private static final String LOGGED =
            "EXISTS (SELECT FROM changeover.deleted_row d WHERE d.table_name IN ('users', 'public.users')"
                    + " AND d.target_id = b.target_user_id)";

    private static final String DELETED_BY_SINK = "SELECT count(*)" + PROTECTED + " AND " + LOGGED;

    private static final String GONE = "SELECT count(*)" + PROTECTED
            + " AND NOT EXISTS (SELECT FROM public.users t WHERE t.id = b.target_user_id) AND NOT " + LOGGED;

    private static final String BEFORE_WINDOW = "SELECT count(*) FROM changeover.sink_transaction s"
            + " WHERE s.transaction::text::numeric < pg_snapshot_xmax(pg_current_snapshot())::text::numeric - "
            + WINDOW;
}
