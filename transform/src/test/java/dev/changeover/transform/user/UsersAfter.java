package dev.changeover.transform.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.UserDocumentCodec;
import dev.changeover.contract.rules.DrillTitles;
import dev.changeover.contract.rules.UserRewriter;
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
    private final boolean believesEveryDeparture;

    private UsersAfter(
            KeyValueStore<UserRowKey, RowState> store,
            KeyValueStore<String, Long> progress,
            boolean believesEveryDeparture) {
        this.store = store;
        this.rows = new RowsByUser(store, new TaskCounts(progress, new LiveCounts()));
        this.believesEveryDeparture = believesEveryDeparture;
    }

    /** As step 3 does it; both stores empty, in memory. */
    public static UsersAfter of(KeyValueStore<UserRowKey, RowState> store, KeyValueStore<String, Long> progress) {
        return new UsersAfter(store, progress, false);
    }

    /** Wrong on purpose: takes a row away whoever says so. */
    public static UsersAfter believingEveryDeparture(
            KeyValueStore<UserRowKey, RowState> store, KeyValueStore<String, Long> progress) {
        return new UsersAfter(store, progress, true);
    }

    public void take(String key, UserChange change) {
        if (change instanceof UserChange.RowArrived arrived) {
            rows.arrived(Long.parseLong(key), arrived);
        } else if (change instanceof UserChange.RowLeft left && believesEveryDeparture) {
            store.delete(new UserRowKey(Long.parseLong(key), left.leaving().row()));
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

    /** Each user's document as it is written. */
    public Map<Long, String> documents(DrillCatalogue catalogue) {
        UserReader reader = new UserReader(store, Long.MAX_VALUE);
        UserRewriter rules = new UserRewriter(catalogue);
        Map<Long, String> documents = new TreeMap<>();
        for (long user : users()) {
            reader.read(user)
                    .document(source -> rules.rewrite(source, drill -> new DrillTitles.Answer.Gone()))
                    .ifPresent(document -> documents.put(user, new String(UserDocumentCodec.encode(document), UTF_8)));
        }
        return documents;
    }

    private Set<Long> users() {
        Set<Long> users = new TreeSet<>();
        try (KeyValueIterator<UserRowKey, RowState> all = store.all()) {
            all.forEachRemaining(each -> users.add(each.key.user()));
        }
        return users;
    }
}
