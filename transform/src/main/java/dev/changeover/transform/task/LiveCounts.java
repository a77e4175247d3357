package dev.changeover.transform.task;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The counts of all tasks that run in this process. Safe for any thread. */
public final class LiveCounts {
    private final Set<TaskCounts> tasks = ConcurrentHashMap.newKeySet();

    void add(TaskCounts counts) {
        tasks.add(counts);
    }

    void remove(TaskCounts counts) {
        tasks.remove(counts);
    }

    public long total(Count count) {
        return tasks.stream().mapToLong(task -> task.get(count)).sum();
    }

    /** Why tasks hold their documents back, each reason once; empty when none does. */
    public List<String> holdReasons() {
        return tasks.stream()
                .map(TaskCounts::holdReason)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }
}
