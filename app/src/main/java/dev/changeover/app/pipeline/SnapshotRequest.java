package dev.changeover.app.pipeline;

import dev.changeover.app.config.Configuration;
import dev.changeover.capture.Resnapshot;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.cutover.topics.TopicSetup;
import java.time.Duration;

/** Asks capture for a new snapshot, on the broker that the next run uses. */
public final class SnapshotRequest {
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);

    private SnapshotRequest() {}

    /**
     * Leaves the request where the next start of capture finds it. Starts the embedded broker for that moment, unless another one is
     * configured.
     */
    public static void leave(Configuration configuration) {
        try (KafkaPlace kafka = KafkaPlace.own(configuration);
                TopicSetup topics = new TopicSetup(kafka.bootstrapServers(), BROKER_PATIENCE)) {
            topics.ensure(TopicPlan.source(configuration.partitions()));
            Resnapshot.request(kafka.bootstrapServers(), configuration.partitions());
        }
    }
}
