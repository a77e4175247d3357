package dev.changeover.cutover.drain;

import dev.changeover.contract.change.CaptureProgress;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A broker that says what a test tells it to. */
final class FakePipeline implements PipelineView {
    private @Nullable CaptureProgress progress;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
    private final Set<TopicPartition> onlyMarkers = new HashSet<>();
    private final Map<String, Integer> members = new HashMap<>();

    void captureIs(CaptureProgress.State state, long lsn) {
        progress = new CaptureProgress("run", state, 1, lsn, Instant.EPOCH);
    }

    void endOf(String topic, long end) {
        ends.put(new TopicPartition(topic, 0), end);
    }

    void committed(String group, String topic, long offset) {
        committed.computeIfAbsent(group, each -> new HashMap<>()).put(new TopicPartition(topic, 0), offset);
    }

    void holdsOnlyMarkers(String topic) {
        onlyMarkers.add(new TopicPartition(topic, 0));
    }

    void membersOf(String group, int count) {
        members.put(group, count);
    }

    @Override
    public Optional<CaptureProgress> captureProgress() {
        return Optional.ofNullable(progress);
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<String> topics) {
        Map<TopicPartition, Long> wanted = new HashMap<>();
        topics.forEach(
                topic -> wanted.put(new TopicPartition(topic, 0), ends.getOrDefault(new TopicPartition(topic, 0), 0L)));
        return wanted;
    }

    @Override
    public Map<TopicPartition, Long> committed(String group) {
        return Map.copyOf(committed.getOrDefault(group, Map.of()));
    }

    @Override
    public Look look(TopicPartition partition, long from, long to) {
        return onlyMarkers.contains(partition) ? Look.NOTHING : Look.RECORDS;
    }

    @Override
    public int members(String group) {
        return members.getOrDefault(group, 0);
    }

    @Override
    public void close() {}
}
