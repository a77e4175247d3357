package dev.changeover.cutover.preflight.scene;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.cutover.assessment.Stats;
import dev.changeover.cutover.preflight.finding.Volumes;
import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * What a migration takes, by rules of thumb that err on the large side. A row travels as text with its column names through the
 * table topic, the topics between the steps and their changelogs, and once more in its user's document; it rests in one store a step.
 */
final class VolumeEstimate {
    private static final long TOPIC_BYTES_A_ROW = 2_000;
    private static final long TOPIC_COPIES = 6;
    private static final long STATE_BYTES_A_ROW = 600;
    private static final long STATE_COPIES = 3;
    private static final long LEDGER_BYTES_A_ROW = 250;
    /** A replaced user's rows are there twice, and once more as before-images, until the server has cleaned up. */
    private static final long TARGET_COPIES = 3;

    private VolumeEstimate() {}

    static Volumes of(Stats stats, Session v1) throws SQLException {
        String tables =
                MigrationPlan.tables().stream().map(TablePlan::name).collect(Collectors.joining("','", "'", "'"));
        long bytes = v1.number("SELECT coalesce(sum(pg_table_size(c.oid)), 0) FROM pg_class c"
                + " WHERE c.relnamespace = 'public'::regnamespace AND c.relname IN (" + tables + ")");
        long rows = stats.v1Rows().values().stream().mapToLong(Long::longValue).sum();
        return new Volumes(
                stats.v1Rows(),
                bytes,
                rows * TOPIC_BYTES_A_ROW + bytes * TOPIC_COPIES,
                rows * STATE_BYTES_A_ROW + bytes * STATE_COPIES,
                rows * LEDGER_BYTES_A_ROW + bytes * TARGET_COPIES,
                stats.estimate());
    }
}
