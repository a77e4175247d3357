package dev.changeover.cutover.assessment;

import dev.changeover.contract.plan.ColumnRule;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.plan.TargetColumn;
import dev.changeover.contract.rules.DrillMatcher;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What V1's users would bring to the target.
 *
 * @param rows by table and user
 * @param heldBack by user, the rows of these that would stay behind at first: no counterpart, or a unique value that somebody has
 * @param passwords by user, a hash that only says whether two are the same
 */
record SourceRows(Map<String, Map<Long, Long>> rows, Map<Long, Long> heldBack, Map<Long, @Nullable String> passwords) {

    /** @param taken by table, the unique values that stay with somebody else in the target */
    static SourceRows read(Snapshot v1, DrillMatcher drills, Map<String, Set<String>> taken) throws SQLException {
        Map<String, Map<Long, Long>> rows = new LinkedHashMap<>();
        Map<Long, Long> heldBack = new HashMap<>();
        String mapped = mappedDrills(v1, drills);
        for (TablePlan table : MigrationPlan.tables()) {
            if (table.isRoot()) {
                continue;
            }
            OwnedRows owned = new OwnedRows(table);
            rows.put(table.name(), owned.count(v1, "true"));
            for (TargetColumn column : table.targetColumns()) {
                if (column.rule() instanceof ColumnRule.DrillUuid drill && drill.required()) {
                    String source = OwnedRows.ROW + "." + drill.source();
                    owned.count(v1, "(" + source + " IS NULL OR " + source + " <> ALL ('{" + mapped + "}'))")
                            .forEach((user, count) -> heldBack.merge(user, count, Long::sum));
                }
            }
            @Nullable String unique = UniqueColumns.ALL.get(table.name());
            if (unique != null) {
                Set<String> values = taken.getOrDefault(table.name(), Set.of());
                v1.each(owned.select(unique), row -> {
                    if (values.contains(row.getString(2))) {
                        heldBack.merge(row.getLong(1), 1L, Long::sum);
                    }
                });
            }
        }
        Map<Long, @Nullable String> passwords = new HashMap<>();
        v1.each(
                "SELECT id, md5(hashed_password) FROM public.users",
                row -> passwords.put(row.getLong(1), row.getString(2)));
        return new SourceRows(rows, heldBack, passwords);
    }

    private static String mappedDrills(Snapshot v1, DrillMatcher drills) throws SQLException {
        List<String> mapped = new ArrayList<>();
        v1.each("SELECT id, title FROM public." + MigrationPlan.DRILLS, row -> {
            @Nullable String title = row.getString(2);
            if (title != null && drills.uuidOf(title).isPresent()) {
                mapped.add(row.getString(1));
            }
        });
        return String.join(",", mapped);
    }
}
