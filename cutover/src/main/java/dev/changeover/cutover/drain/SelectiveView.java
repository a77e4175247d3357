package dev.changeover.cutover.drain;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.CaptureProgress;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** For a sink that commits nothing, because it applies selected users only: it is asked itself how far it is. */
final class SelectiveView implements PipelineView {
    private final PipelineView broker;
    private final String sinkGroup;
    private final Supplier<Map<TopicPartition, Long>> applied;

    SelectiveView(PipelineView broker, String sinkGroup, Supplier<Map<TopicPartition, Long>> applied) {
        this.broker = requireNonNull(broker, "broker");
        this.sinkGroup = requireNonNull(sinkGroup, "sinkGroup");
        this.applied = requireNonNull(applied, "applied");
    }

    @Override
    public Optional<CaptureProgress> captureProgress() {
        return broker.captureProgress();
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<String> topics) {
        return broker.ends(topics);
    }

    @Override
    public Map<TopicPartition, Long> committed(String group) {
        return group.equals(sinkGroup) ? Map.copyOf(applied.get()) : broker.committed(group);
    }

    @Override
    public Look look(TopicPartition partition, long from, long to) {
        return broker.look(partition, from, to);
    }

    @Override
    public int members(String group) {
        return group.equals(sinkGroup) ? 1 : broker.members(group);
    }

    @Override
    public void close() {
        broker.close();
    }
}
