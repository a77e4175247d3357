package dev.changeover.transform.user;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;

/** Whether a snapshot is under way, by what the tasks of step 3 have noted of their progress. Confined to one thread. */
public final class SnapshotState {
    private final Map<Integer, Map<String, Long>> tasks = new HashMap<>();

    /** A record of the changelog of {@link UserStores#PROGRESS}; the last of a key counts. */
    public void heard(ConsumerRecord<byte[], byte[]> record) {
        Map<String, Long> task = tasks.computeIfAbsent(record.partition(), each -> new HashMap<>());
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            task.remove(key);
        } else {
            task.put(key, Serdes.Long().deserializer().deserialize(record.topic(), record.value()));
        }
    }

    public boolean isIncomplete() {
        return tasks.values().stream()
                .anyMatch(task -> task.getOrDefault(Hold.PASSED_BY_ALL, 0L) < task.getOrDefault(Hold.SEEN, 0L));
    }
}
