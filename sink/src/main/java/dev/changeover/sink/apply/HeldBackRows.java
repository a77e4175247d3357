package dev.changeover.sink.apply;

import dev.changeover.contract.document.HeldBackRow;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.plan.MigrationPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The rows of a batch that stay as the target has them, or stay out of it. Grows while the batch is written; confined to it. */
final class HeldBackRows {
    private final List<HeldBack> rows = new ArrayList<>();

    /** Begins with what the documents themselves hold back. */
    static HeldBackRows documented(Collection<UserWrite> writes) {
        HeldBackRows heldBack = new HeldBackRows();
        for (UserWrite write : writes) {
            for (HeldBackRow row : write.document().heldBack()) {
                heldBack.rows.add(new HeldBack(write.user().id(), row.table(), row.id(), row.reason()));
            }
        }
        return heldBack;
    }

    void add(Collection<HeldBack> more) {
        rows.addAll(more);
    }

    void changedInV2(WantedRow row) {
        rows.add(new HeldBack(row.owner(), row.table().name(), row.row().id(), QuarantineReason.CHANGED_IN_V2));
    }

    void changedInV2(Collection<LedgerRow> entries) {
        for (LedgerRow row : entries) {
            String table = PlanSql.of(row.key().table()).table().name();
            rows.add(new HeldBack(row.owner(), table, row.key().v1Id(), QuarantineReason.CHANGED_IN_V2));
        }
    }

    /** Whether this user's document holds this row back. That another's does, who had it before, says nothing. */
    Predicate<WantedRow> holding() {
        Set<Owned> owned = new HashSet<>();
        rows.forEach(
                row -> owned.add(new Owned(row.userId(), RowKey.of(MigrationPlan.table(row.table()), row.v1Id()))));
        return wanted -> owned.contains(new Owned(wanted.owner(), wanted.key()));
    }

    private record Owned(long userId, RowKey key) {}

    Set<RowKey> keys() {
        Set<RowKey> keys = new HashSet<>();
        rows.forEach(row -> keys.add(RowKey.of(MigrationPlan.table(row.table()), row.v1Id())));
        return keys;
    }

    List<HeldBack> all() {
        return List.copyOf(rows);
    }
}
