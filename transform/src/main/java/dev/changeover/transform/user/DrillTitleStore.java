package dev.changeover.transform.user;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.rules.DrillTitles;
import dev.changeover.transform.message.UserChange.DrillTitle;
import dev.changeover.transform.message.WaitingKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What V1's drills are called, and who waits to hear it. */
final class DrillTitleStore {
    private final KeyValueStore<Long, DrillTitle> titles;
    private final KeyValueStore<WaitingKey, Boolean> waiting;

    DrillTitleStore(KeyValueStore<Long, DrillTitle> titles, KeyValueStore<WaitingKey, Boolean> waiting) {
        this.titles = requireNonNull(titles, "titles");
        this.waiting = requireNonNull(waiting, "waiting");
    }

    /** Remembers a title; the answer is what was known before. */
    @Nullable
    DrillTitle learn(DrillTitle title) {
        @Nullable DrillTitle before = titles.get(title.drill());
        if (!title.equals(before)) {
            titles.put(title.drill(), title);
        }
        return before;
    }

    /** The titles as the rules ask for them. A user that asks for one not heard of yet is remembered as waiting. */
    DrillTitles askedFor(long user) {
        return drill -> {
            @Nullable DrillTitle title = titles.get(drill);
            if (title != null) {
                return KnownTitles.answer(title);
            }
            WaitingKey key = new WaitingKey(drill, user);
            if (waiting.get(key) == null) {
                waiting.put(key, true);
            }
            return new DrillTitles.Answer.Unseen();
        };
    }

    boolean isWaitedFor(long drill) {
        return !waitingFor(drill, Long.MIN_VALUE, 1).isEmpty();
    }

    /** The first users from {@code from} on that wait for a drill. */
    List<Long> waitingFor(long drill, long from, int limit) {
        List<Long> users = new ArrayList<>();
        WaitingKey last = new WaitingKey(drill, Long.MAX_VALUE);
        try (KeyValueIterator<WaitingKey, Boolean> each = waiting.range(new WaitingKey(drill, from), last)) {
            while (each.hasNext() && users.size() < limit) {
                users.add(each.next().key.user());
            }
        }
        return users;
    }

    void waitsNoMore(long drill, long user) {
        waiting.delete(new WaitingKey(drill, user));
    }
}
