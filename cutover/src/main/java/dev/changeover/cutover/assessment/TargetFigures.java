package dev.changeover.cutover.assessment;

import dev.changeover.contract.document.DrillCatalogue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The target as one snapshot shows it.
 *
 * @param ledger empty when no run has made its baseline yet
 */
record TargetFigures(
        Map<Long, @Nullable String> emails,
        Map<String, Long> rows,
        List<DrillCatalogue.Drill> drills,
        Optional<LedgerView> ledger) {

    static TargetFigures read(Snapshot target) throws SQLException {
        List<DrillCatalogue.Drill> drills = new ArrayList<>();
        target.each(
                "SELECT id, uuid::text, title FROM public.drills ORDER BY id",
                row -> drills.add(new DrillCatalogue.Drill(row.getLong(1), row.getString(2), row.getString(3))));
        return new TargetFigures(target.emails(), target.rowCounts(), drills, ledger(target));
    }

    static Optional<LedgerView> ledger(Snapshot target) throws SQLException {
        boolean made = target.number("SELECT count(to_regclass('changeover.v1_user'))") == 1
                && target.number("SELECT count(*) FROM changeover.target WHERE baseline_at IS NOT NULL") == 1;
        if (!made) {
            return Optional.empty();
        }
        return Optional.of(new LedgerView(
                target.pairs(
                        "SELECT v1_user_id, target_user_id FROM changeover.v1_user WHERE target_user_id IS NOT NULL"),
                target.pairs("SELECT v1_user_id, target_user_id FROM changeover.pairing"),
                target.numbers("SELECT target_user_id FROM changeover.baseline_user WHERE class = 'stale'"),
                target.numbers("SELECT v1_user_id FROM changeover.v1_user WHERE outcome = 'undone'")));
    }
}
