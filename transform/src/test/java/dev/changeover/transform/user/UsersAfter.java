package dev.changeover.transform.user;

import dev.changeover.transform.message.RowContent;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserChange;
import dev.changeover.transform.message.UserRowKey;
import dev.changeover.transform.task.LiveCounts;
import dev.changeover.transform.task.TaskCounts;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What step 3 knows of the users after some messages. */
public final class UsersAfter {
    private final KeyValueStore<UserRowKey, RowState> store;
    private final RowsByUser rows;

    /** @param store empty, in memory */
    public UsersAfter(KeyValueStore<UserRowKey, RowState> store, KeyValueStore<String, Long> progress) {
        this.store = store;
        this.rows = new RowsByUser(store, new TaskCounts(progress, new LiveCounts()));
    }

    public void take(String key, UserChange change) {
        if (change instanceof UserChange.RowArrived arrived) {
            rows.arrived(Long.parseLong(key), arrived);
        } else if (change instanceof UserChange.RowLeft left) {
            rows.left(Long.parseLong(key), left.leaving());
        }
    }

    /** Each user's rows as {@code table/id/parent=values}; users without any row are left out. */
    public Map<Long, Set<String>> rowsByUser() {
        Map<Long, Set<String>> users = new TreeMap<>();
        try (KeyValueIterator<UserRowKey, RowState> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<UserRowKey, RowState> each = all.next();
                if (each.value.content() instanceof RowContent.Values content) {
                    String row =
                            each.key.row().plan().name() + "/" + each.key.row().id();
                    users.computeIfAbsent(each.key.user(), user -> new TreeSet<>())
                            .add(row + "/" + each.value.parentId() + "="
                                    + String.join(
                                            "",
                                            content.values().stream()
                                                    .filter(value -> value != null)
                                                    .toList()));
                }
            }
        }
        return users;
    }
}
