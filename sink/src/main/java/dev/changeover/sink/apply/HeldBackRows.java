package dev.changeover.sink.apply;

import dev.changeover.contract.document.HeldBackRow;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.plan.MigrationPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rows of a batch that stay as the target has them, or stay out of it. Grows while the batch is written; confined to it. */
final class HeldBackRows {
    private final List<HeldBack> rows = new ArrayList<>();
    private final Set<Owned> owned = new HashSet<>();

    private record Owned(long userId, RowKey key) {}

    /** Begins with what the documents themselves hold back. */
    static HeldBackRows documented(Collection<UserWrite> writes) {
        HeldBackRows heldBack = new HeldBackRows();
        for (UserWrite write : writes) {
            for (HeldBackRow row : write.document().heldBack()) {
                heldBack.add(new HeldBack(write.user().id(), row.table(), row.id(), row.reason()));
            }
        }
        return heldBack;
    }

    void add(Collection<HeldBack> more) {
        more.forEach(this::add);
    }

    private void add(HeldBack row) {
        rows.add(row);
        owned.add(new Owned(row.userId(), RowKey.of(MigrationPlan.table(row.table()), row.v1Id())));
    }

    void changedInV2(WantedRow row) {
        add(new HeldBack(row.owner(), row.table().name(), row.row().id(), QuarantineReason.CHANGED_IN_V2));
    }

    void changedInV2(Collection<LedgerRow> entries) {
        for (LedgerRow row : entries) {
            String table = PlanSql.of(row.key().table()).table().name();
            add(new HeldBack(row.owner(), table, row.key().v1Id(), QuarantineReason.CHANGED_IN_V2));
        }
    }

    /** Whether the row is held back for its owner. That it is for another, who had it before, says nothing. */
    boolean holds(WantedRow row) {
        return holds(row.owner(), row.key());
    }

    boolean holds(long owner, RowKey key) {
        return owned.contains(new Owned(owner, key));
    }

    Set<RowKey> keys() {
        Set<RowKey> keys = new HashSet<>();
        rows.forEach(row -> keys.add(RowKey.of(MigrationPlan.table(row.table()), row.v1Id())));
        return keys;
    }

    List<HeldBack> all() {
        return List.copyOf(rows);
    }
}
