package dev.changeover.cutover.drain;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.topic.TargetTopics;
import java.time.Duration;

/**
 * Knows whether the pipeline has passed a position of V1. Reads offsets, and writes nothing but a few bytes into V1's log that hasten
 * the answer. Several drains may run at once; each is confined to one thread.
 */
public final class Drain implements AutoCloseable {
    /** How long nothing may move before an absent stage counts as dead: longer than a group takes to form. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final SourcePosition source;
    private final KafkaPipelineView view;
    private final DrainSteps steps;

    private Drain(SourcePosition source, KafkaPipelineView view, DrainSteps steps) {
        this.source = source;
        this.view = view;
        this.steps = steps;
    }

    /** Starts to follow V1's position as of now. The topics must exist. */
    public static Drain fromNow(String bootstrapServers, DatabaseAddress v1, TargetTopics names) {
        requireNonNull(names, "names");
        SourcePosition source = SourcePosition.connect(v1);
        return towards(source.now(), source, bootstrapServers, names);
    }

    /** Starts to follow a position that was taken earlier. The topics must exist. */
    public static Drain towards(long lsn, String bootstrapServers, DatabaseAddress v1, TargetTopics names) {
        return towards(lsn, SourcePosition.connect(v1), bootstrapServers, names);
    }

    private static Drain towards(long lsn, SourcePosition source, String bootstrapServers, TargetTopics names) {
        KafkaPipelineView view = KafkaPipelineView.open(bootstrapServers);
        return new Drain(source, view, new DrainSteps(lsn, view, Leg.ofTarget(names), PATIENCE, System::nanoTime));
    }

    /** Looks once, which takes up to a few seconds. Ask again after a pause of 100 milliseconds or more. */
    public DrainAnswer look() {
        DrainAnswer answer = steps.look();
        if (answer instanceof DrainAnswer.NotYet notYet && notYet.where().equals("capture")) {
            source.nudge();
        }
        return answer;
    }

    @Override
    public void close() {
        view.close();
        source.close();
    }
}
