package dev.changeover.transform.parent;

import static java.util.Objects.requireNonNull;

import dev.changeover.transform.message.ChildKey;
import dev.changeover.transform.message.ParentChange.ChildArrived;
import dev.changeover.transform.message.ParentChange.ChildLeft;
import dev.changeover.transform.message.ParentChange.OwnerKnown;
import dev.changeover.transform.message.RowId;
import dev.changeover.transform.message.RowLeaving;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserChange.RowArrived;
import dev.changeover.transform.message.UserChange.RowLeft;
import dev.changeover.transform.task.Count;
import dev.changeover.transform.task.Outlet;
import dev.changeover.transform.task.TaskCounts;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Which children hang on which parent, and whose they are. Everything about one parent arrives in the order in which it
 * happened to that parent. A child goes to its user with its parent's link to it, so that a parent that moves takes its children
 * along.
 */
final class Families {
    private final KeyValueStore<RowId, OwnerKnown> owners;
    private final KeyValueStore<ChildKey, RowState> children;
    private final Outlet outlet;
    private final TaskCounts counts;

    Families(
            KeyValueStore<RowId, OwnerKnown> owners,
            KeyValueStore<ChildKey, RowState> children,
            Outlet outlet,
            TaskCounts counts) {
        this.owners = requireNonNull(owners, "owners");
        this.children = requireNonNull(children, "children");
        this.outlet = requireNonNull(outlet, "outlet");
        this.counts = requireNonNull(counts, "counts");
    }

    void childArrived(ChildArrived child) {
        ChildKey key = new ChildKey(child.parent(), child.row());
        boolean isNew = children.get(key) == null;
        children.put(key, child.state());
        @Nullable OwnerKnown owner = owners.get(child.parent());
        if (owner == null || owner.user() == null) {
            counts.add(Count.CHILDREN_WAITING, isNew ? 1 : 0);
        } else {
            arrive(owner.user(), child.row(), child.state(), owner);
        }
    }

    void childLeft(ChildLeft left) {
        RowLeaving leaving = left.leaving();
        ChildKey key = new ChildKey(left.parent(), leaving.row());
        @Nullable RowState known = children.get(key);
        if (known == null || !leaving.takes(known)) {
            return;
        }
        children.delete(key);
        @Nullable OwnerKnown owner = owners.get(left.parent());
        if (owner == null || owner.user() == null) {
            counts.add(Count.CHILDREN_WAITING, -1);
        } else {
            outlet.toUser(owner.user(), new RowLeft(leaving.seenThrough(owner.version())));
        }
    }

    void ownerKnown(OwnerKnown now) {
        @Nullable OwnerKnown before = owners.get(now.parent());
        @Nullable Long oldUser = before == null ? null : before.user();
        if (Objects.equals(oldUser, now.user())) {
            return;
        }
        owners.put(now.parent(), now);
        long moved = 0;
        try (KeyValueIterator<ChildKey, RowState> family =
                children.range(ChildKey.firstOf(now.parent()), ChildKey.lastOf(now.parent()))) {
            for (; family.hasNext(); moved++) {
                KeyValue<ChildKey, RowState> each = family.next();
                if (oldUser != null) {
                    leave(oldUser, each.key, each.value, now);
                }
                if (now.user() != null) {
                    arrive(now.user(), each.key.child(), each.value, now);
                }
            }
        }
        counts.add(Count.CHILDREN_WAITING, oldUser == null ? -moved : now.user() == null ? moved : 0);
    }

    private void arrive(long user, RowId row, RowState state, OwnerKnown owner) {
        outlet.toUser(user, new RowArrived(row, state.seenThrough(owner.version())));
    }

    private void leave(long user, ChildKey key, RowState state, OwnerKnown cause) {
        RowLeaving leaving = new RowLeaving(key.child(), key.parent().id(), state.version(), state.revision());
        outlet.toUser(user, new RowLeft(leaving.seenThrough(cause.version())));
    }
}
