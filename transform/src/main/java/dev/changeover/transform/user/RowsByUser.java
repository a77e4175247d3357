package dev.changeover.transform.user;

import static java.util.Objects.requireNonNull;

import dev.changeover.transform.message.RowContent;
import dev.changeover.transform.message.RowId;
import dev.changeover.transform.message.RowLeaving;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserChange.RowArrived;
import dev.changeover.transform.message.UserRowKey;
import dev.changeover.transform.task.Count;
import dev.changeover.transform.task.TaskCounts;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each user's rows, one entry a row. What is said of one row may come by two ways, by its old and its new parent, in
 * any order: the row's revision decides which arrival is newer, and a departure takes a row only from the parent that it names.
 * A deleted user stays remembered as gone.
 */
final class RowsByUser {
    private final KeyValueStore<UserRowKey, RowState> rows;
    private final TaskCounts counts;

    RowsByUser(KeyValueStore<UserRowKey, RowState> rows, TaskCounts counts) {
        this.rows = requireNonNull(rows, "rows");
        this.counts = requireNonNull(counts, "counts");
    }

    /** Whether that changed anything. */
    boolean arrived(long user, RowArrived arrived) {
        UserRowKey key = new UserRowKey(user, arrived.row());
        @Nullable RowState known = rows.get(key);
        if (known != null && known.revision() > arrived.state().revision()) {
            return false;
        }
        if (arrived.row().isUser()) {
            if (known == null || known.isGone()) {
                counts.add(Count.USERS, 1);
                counts.add(Count.ROWS_WITHOUT_USER, -childrenOf(user));
            }
        } else if (known == null && !isPresent(user)) {
            counts.add(Count.ROWS_WITHOUT_USER, 1);
        }
        rows.put(key, arrived.state());
        return true;
    }

    /** Whether that changed anything. */
    boolean left(long user, RowLeaving leaving) {
        UserRowKey key = new UserRowKey(user, leaving.row());
        @Nullable RowState known = rows.get(key);
        if (leaving.row().isUser()) {
            return deleted(user, known, leaving);
        }
        if (known == null || !leaving.takes(known)) {
            return false;
        }
        if (!isPresent(user)) {
            counts.add(Count.ROWS_WITHOUT_USER, -1);
        }
        rows.delete(key);
        return true;
    }

    private boolean deleted(long user, @Nullable RowState known, RowLeaving leaving) {
        if (known != null && known.revision() > leaving.revision()) {
            return false;
        }
        if (known != null && !known.isGone()) {
            counts.add(Count.USERS, -1);
            counts.add(Count.ROWS_WITHOUT_USER, childrenOf(user));
        }
        rows.put(
                UserRowKey.ofUser(user),
                new RowState(leaving.version(), leaving.revision(), user, new RowContent.Gone()));
        return true;
    }

    private boolean isPresent(long user) {
        @Nullable RowState known = rows.get(UserRowKey.ofUser(user));
        return known != null && !known.isGone();
    }

    private long childrenOf(long user) {
        long children = 0;
        UserRowKey afterUser = new UserRowKey(user, new RowId(RowId.USERS + 1, Long.MIN_VALUE));
        try (KeyValueIterator<UserRowKey, RowState> each = rows.range(afterUser, UserRowKey.lastOf(user))) {
            for (; each.hasNext(); each.next()) {
                children++;
            }
        }
        return children;
    }
}
