package dev.changeover.transform.row;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.transform.message.ParentChange.ChildArrived;
import dev.changeover.transform.message.ParentChange.ChildLeft;
import dev.changeover.transform.message.ParentChange.OwnerKnown;
import dev.changeover.transform.message.RowContent;
import dev.changeover.transform.message.RowId;
import dev.changeover.transform.message.RowLeaving;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserChange.DrillTitle;
import dev.changeover.transform.message.UserChange.RowArrived;
import dev.changeover.transform.message.UserChange.RowLeft;
import dev.changeover.transform.task.Outlet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells whom it concerns that a row changed: the parents and users that it left and that it came to. */
final class RowAnnouncer {
    private final Outlet outlet;

    RowAnnouncer(Outlet outlet) {
        this.outlet = requireNonNull(outlet, "outlet");
    }

    /** @param known the row before the change; null when nothing was known of it */
    void announce(RowId row, @Nullable RowState known, RowState next) {
        if (row.isDrill()) {
            announceDrill(row, known, next);
        } else if (row.isUser()) {
            announceUser(row, next);
        } else {
            announceChild(row, known, next);
        }
    }

    private void announceDrill(RowId row, @Nullable RowState known, RowState next) {
        if (known != null && known.content().equals(next.content())) {
            return;
        }
        if (next.content() instanceof RowContent.Values values) {
            outlet.toEveryUserPartition(
                    new DrillTitle(row.id(), false, values.values().get(0)));
        } else if (next.isGone()) {
            outlet.toEveryUserPartition(new DrillTitle(row.id(), true, null));
        } // an unreadable drill keeps the title it had
    }

    private void announceUser(RowId row, RowState next) {
        if (next.isGone()) {
            outlet.toUser(row.id(), new RowLeft(leaving(row, row.id(), next)));
        } else {
            RowState own = new RowState(next.version(), next.revision(), row.id(), next.content());
            outlet.toUser(row.id(), new RowArrived(row, own));
        }
    }

    private void announceChild(RowId row, @Nullable RowState known, RowState next) {
        TablePlan plan = row.plan();
        @Nullable Long before = known == null ? null : known.parentId();
        @Nullable Long now = next.parentId();
        boolean ownerChanged = !Objects.equals(before, now);
        if (before != null && ownerChanged) {
            leave(plan, leaving(row, before, next));
        }
        if (now != null) {
            arrive(plan, row, now, next);
        }
        if (MigrationPlan.isMiddle(plan) && ownerChanged) {
            outlet.toParent(row, new OwnerKnown(row, now, next.version()));
        }
    }

    private void leave(TablePlan plan, RowLeaving leaving) {
        if (plan.hangsOnUser()) {
            outlet.toUser(leaving.parentId(), new RowLeft(leaving));
        } else {
            RowId parent = parentOf(plan, leaving.parentId());
            outlet.toParent(parent, new ChildLeft(parent, leaving));
        }
    }

    private void arrive(TablePlan plan, RowId row, long parentId, RowState state) {
        if (plan.hangsOnUser()) {
            outlet.toUser(parentId, new RowArrived(row, state));
        } else {
            RowId parent = parentOf(plan, parentId);
            outlet.toParent(parent, new ChildArrived(parent, row, state));
        }
    }

    private static RowId parentOf(TablePlan plan, long parentId) {
        return RowId.of(MigrationPlan.table(plan.parent().orElseThrow().table()), parentId);
    }

    private static RowLeaving leaving(RowId row, long parentId, RowState next) {
        return new RowLeaving(row, parentId, next.version(), next.revision());
    }
}
