package dev.changeover.contract.topic;

import dev.changeover.contract.plan.MigrationPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every topic of the pipeline. Topics are made from here, on purpose, never by the broker's automatic creation. */
public final class TopicPlan {
    /** Partitions of every topic that is spread over tasks, unless configured. */
    public static final int DEFAULT_PARTITIONS = 4;
    /**
     * The largest record, in bytes, before compression: a user with 5,000 sessions is about 10 MB. Producers,
     * consumers and topics are all set to it.
     */
    public static final int MAX_RECORD_BYTES = 64 << 20;

    private static final String FOREVER = "-1";
    private static final String WEEK_MILLIS = Long.toString(7L * 24 * 60 * 60 * 1000);

    private TopicPlan() {}

    /** What capture writes. Table topics are kept, not compacted: the last record of a row may hold a placeholder. */
    public static List<TopicSpec> source(int partitions) {
        List<TopicSpec> topics = new ArrayList<>();
        for (String table : MigrationPlan.capturedTables()) {
            topics.add(kept(SourceTopics.ofTable(table), partitions, FOREVER));
        }
        topics.add(kept(SourceTopics.CONTROL, partitions, FOREVER));
        topics.add(compacted(SourceTopics.OFFSETS, 1));
        topics.add(compacted(SourceTopics.STATE, 1));
        topics.add(compacted(SourceTopics.PROGRESS, 1));
        return List.copyOf(topics);
    }

    /** What transform and sink write for one environment. */
    public static List<TopicSpec> target(TargetTopics names, int partitions) {
        return List.of(
                compacted(names.documents(), partitions),
                compacted(names.catalogue(), partitions),
                kept(names.quarantine(), partitions, FOREVER),
                kept(names.byParent(), partitions, WEEK_MILLIS),
                kept(names.byUser(), partitions, WEEK_MILLIS),
                kept(names.sweep(), partitions, WEEK_MILLIS),
                kept(names.release(), partitions, WEEK_MILLIS));
    }

    private static TopicSpec kept(String name, int partitions, String retentionMillis) {
        return new TopicSpec(
                name,
                partitions,
                Map.of(
                        "cleanup.policy",
                        "delete",
                        "retention.ms",
                        retentionMillis,
                        "max.message.bytes",
                        Integer.toString(MAX_RECORD_BYTES)));
    }

    private static TopicSpec compacted(String name, int partitions) {
        return new TopicSpec(
                name,
                partitions,
                Map.of("cleanup.policy", "compact", "max.message.bytes", Integer.toString(MAX_RECORD_BYTES)));
    }
}
