package dev.changeover.cutover.drain;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.topic.TargetTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the pipeline has passed a position of V1. Reads offsets, and writes nothing but a few bytes into V1's log that hasten
 * the answer. Several drains may run at once; each is confined to one thread.
 */
public final class Drain implements AutoCloseable {
    /** How long nothing may move before an absent stage counts as dead: longer than a group takes to form. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final @Nullable SourcePosition source;
    private final PipelineView view;
    private final DrainSteps steps;

    private Drain(@Nullable SourcePosition source, PipelineView view, DrainSteps steps) {
        this.source = source;
        this.view = view;
        this.steps = steps;
    }

    /** Starts to follow a position of V1. The topics must exist. */
    public static Drain towards(long lsn, String bootstrapServers, DatabaseAddress v1, TargetTopics names) {
        return towards(lsn, v1, KafkaPipelineView.open(bootstrapServers), names);
    }

    /**
     * Likewise, where the sink applies selected users only and commits nothing.
     *
     * @param applied for each partition of the documents, the offset before which the sink has applied everything
     */
    public static Drain towards(
            long lsn,
            String bootstrapServers,
            DatabaseAddress v1,
            TargetTopics names,
            Supplier<Map<TopicPartition, Long>> applied) {
        PipelineView broker = KafkaPipelineView.open(bootstrapServers);
        return towards(lsn, v1, new SelectiveView(broker, names.sinkGroup(), applied), names);
    }

    /** Follows what the topics hold now, without capture and without V1; what it has passed is position 0. */
    public static Drain ofTopics(String bootstrapServers, TargetTopics names) {
        return withoutCapture(bootstrapServers, Leg.ofTarget(names));
    }

    /** Follows what the table topics hold now until each row is with its user, whether documents are written or not. */
    public static Drain ofRows(String bootstrapServers, TargetTopics names) {
        return withoutCapture(bootstrapServers, Leg.ofRows(names));
    }

    private static Drain withoutCapture(String bootstrapServers, List<Leg> legs) {
        PipelineView view = KafkaPipelineView.open(bootstrapServers);
        DrainSteps steps = new DrainSteps(0, view, legs, PATIENCE, System::nanoTime);
        return new Drain(null, view, steps.withoutCapture());
    }

    private static Drain towards(long lsn, DatabaseAddress v1, PipelineView view, TargetTopics names) {
        try {
            SourcePosition source = SourcePosition.connect(v1);
            return new Drain(source, view, new DrainSteps(lsn, view, Leg.ofTarget(names), PATIENCE, System::nanoTime));
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
    }

    /** Looks once, which takes up to a few seconds. Ask again after a pause of 100 milliseconds or more. */
    public DrainAnswer look() {
        DrainAnswer answer = steps.look();
        if (source != null
                && answer instanceof DrainAnswer.NotYet notYet
                && notYet.where().equals("capture")) {
            source.nudge();
        }
        return answer;
    }

    @Override
    public void close() {
        view.close();
        if (source != null) {
            source.close();
        }
    }
}
