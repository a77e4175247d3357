package dev.changeover.verifier.read;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.plan.TargetColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The users that the ledger knows, in V1 id order, each with what the target has of it. A target without a ledger has
 * none. Holds one user at a time. Confined to the snapshot's thread.
 */
public final class TargetUsers implements AutoCloseable {
    /** The ledger's view of one user, without its rows. */
    private record Entry(
            String outcome,
            @Nullable Long targetUserId,
            @Nullable String quarantineReason) {}

    private final List<OwnedRows<?>> opened = new ArrayList<>();
    private final Optional<OwnedRows<Entry>> entries;
    private final Map<String, OwnedRows<TargetRow>> pairs = new LinkedHashMap<>();
    private final Map<String, OwnedRows<Long>> extras = new LinkedHashMap<>();
    private final Optional<OwnedRows<TargetUser.Held>> heldBack;

    public TargetUsers(Snapshot target, UserSelection selection, Depth depth) {
        try {
            if (!target.has("changeover.migrated_row")) {
                entries = Optional.empty();
                heldBack = Optional.empty();
                return;
            }
            entries = Optional.of(opened(entries(target, selection)));
            heldBack = Optional.of(opened(heldBack(target, selection)));
            for (TablePlan plan : MigrationPlan.tables()) {
                pairs.put(plan.name(), opened(pairs(target, plan, selection, depth)));
                if (!plan.isRoot()) {
                    extras.put(plan.name(), opened(extras(target, plan, selection)));
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <R> OwnedRows<R> opened(OwnedRows<R> rows) {
        opened.add(rows);
        return rows;
    }

    private static OwnedRows<Entry> entries(Snapshot target, UserSelection selection) {
        String sql = "SELECT u.v1_user_id, u.outcome, u.target_user_id, q.reason FROM changeover.v1_user u"
                + " LEFT JOIN changeover.quarantine q ON q.v1_user_id = u.v1_user_id AND q.kind = 'user'"
                + " AND q.table_name = '' AND q.v1_id = 0 WHERE "
                + selection.condition("u.v1_user_id") + " ORDER BY 1";
        return new OwnedRows<>(
                target.rows(sql, selection.parameters()),
                row -> new Entry(required(row.text(2)), row.numberOrNull(3), row.text(4)));
    }

    private static OwnedRows<TargetUser.Held> heldBack(Snapshot target, UserSelection selection) {
        String sql = "SELECT q.v1_user_id, q.table_name, q.v1_id, q.reason FROM changeover.quarantine q"
                + " WHERE q.kind = 'row' AND " + selection.condition("q.v1_user_id") + " ORDER BY 1, 2, 3";
        return new OwnedRows<>(
                target.rows(sql, selection.parameters()),
                row -> new TargetUser.Held(required(row.text(2)), row.number(3), required(row.text(4))));
    }

    private static OwnedRows<TargetRow> pairs(Snapshot target, TablePlan plan, UserSelection selection, Depth depth) {
        List<String> columns = depth == Depth.VALUES
                ? plan.targetColumns().stream().map(TargetColumn::name).toList()
                : List.of();
        String sql = "SELECT m.v1_user_id, m.v1_id, m.v2_id, (c.id IS NOT NULL)::int, " + PlanSql.parent(plan)
                + PlanSql.texts(columns) + " FROM changeover.migrated_row m LEFT JOIN " + PlanSql.table(plan)
                + " c ON c.id = m.v2_id WHERE m.live AND m.table_number = " + plan.number() + " AND "
                + selection.condition("m.v1_user_id") + " ORDER BY 1, 2";
        return new OwnedRows<>(target.rows(sql, selection.parameters()), TargetUsers::pair);
    }

    private static TargetRow pair(RowCursor row) {
        List<@Nullable String> values = new ArrayList<>(row.columns() - 5);
        for (int column = 6; column <= row.columns(); column++) {
            values.add(row.text(column));
        }
        return new TargetRow(row.number(2), row.number(3), row.number(4) == 1, row.numberOrNull(5), values);
    }

    private static OwnedRows<Long> extras(Snapshot target, TablePlan plan, UserSelection selection) {
        String sql = "SELECT u.v1_user_id, c.id " + PlanSql.from(plan) + " JOIN changeover.v1_user u"
                + " ON u.target_user_id = " + PlanSql.owner(plan)
                + " WHERE u.outcome IN ('replaced', 'created') AND NOT EXISTS (SELECT FROM changeover.migrated_row m"
                + " WHERE m.live AND m.table_number = " + plan.number() + " AND m.v2_id = c.id)" + notOfV2(plan)
                + " AND " + selection.condition("u.v1_user_id") + " ORDER BY 1, 2";
        return new OwnedRows<>(target.rows(sql, selection.parameters()), row -> row.number(2));
    }

    /** Sessions that V1 cannot have made are V2's own, and no extra. */
    private static String notOfV2(TablePlan plan) {
        return plan.name().equals(MigrationPlan.COMPLETED_SESSIONS)
                ? " AND c.session_type = 'drill_training' AND c.mental_training_session_id IS NULL"
                : "";
    }

    /** The V1 id of the next user; {@link Long#MAX_VALUE} after the last. */
    public long nextId() {
        return entries.map(OwnedRows::nextOwner).orElse(OwnedRows.END);
    }

    /** The next user; empty after the last. */
    public Optional<TargetUser> next() {
        long id = nextId();
        if (id == OwnedRows.END) {
            return Optional.empty();
        }
        Entry entry = entries.orElseThrow().takeFor(id).get(0);
        return Optional.of(new TargetUser(
                id,
                entry.outcome(),
                entry.targetUserId(),
                entry.quarantineReason(),
                taken(pairs, id),
                taken(extras, id),
                heldBack.orElseThrow().takeFor(id)));
    }

    private static <R> Map<String, List<R>> taken(Map<String, OwnedRows<R>> tables, long id) {
        Map<String, List<R>> taken = new LinkedHashMap<>();
        tables.forEach((table, rows) -> taken.put(table, rows.takeFor(id)));
        return taken;
    }

    private static String required(@Nullable String text) {
        return java.util.Objects.requireNonNull(text, "a column of the ledger that is NOT NULL");
    }

    @Override
    public void close() {
        opened.forEach(OwnedRows::close);
    }
}
