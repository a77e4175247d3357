package dev.changeover.contract.topic;

/** The names of the topics that capture writes; staging and production share them. */
public final class SourceTopics {
    /** Debezium's {@code topic.prefix}. */
    public static final String PREFIX = "changeover.v1";
    /** The schema of V1's tables. */
    public static final String SCHEMA = "public";
    /** Snapshot events ({@link dev.changeover.contract.change.SnapshotEvent}), one copy a partition. */
    public static final String CONTROL = "changeover.control";
    /** Debezium's own offsets; one partition. */
    public static final String OFFSETS = "changeover.capture.offsets";
    /** Generations and what identifies V1 and the slot; one partition. */
    public static final String STATE = "changeover.capture.state";
    /** {@link dev.changeover.contract.change.CaptureProgress}, about once a second; one partition. */
    public static final String PROGRESS = "changeover.capture.progress";
    /** The header that carries a record's snapshot generation, in decimal ASCII. */
    public static final String GENERATION_HEADER = "changeover.generation";

    private SourceTopics() {}

    /** The topic of one V1 table, keyed by primary key. */
    public static String ofTable(String table) {
        return PREFIX + "." + SCHEMA + "." + table;
    }
}
