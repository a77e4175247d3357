package dev.changeover.app.config;

import java.util.Arrays;
import java.util.Optional;

/** Every key of {@code changeover.yaml}, with the environment variable that stands above it. */
public enum Setting {
    ENVIRONMENT("environment", "CHANGEOVER_ENVIRONMENT"),
    STATE_DIRECTORY("stateDirectory", "CHANGEOVER_STATE_DIR"),
    V1_URL("v1.url", "V1_DATABASE_URL"),
    V2_URL("v2.url", "V2_DATABASE_URL"),
    STAGING_URL("staging.url", "STAGING_DATABASE_URL"),
    KAFKA_BOOTSTRAP_SERVERS("kafka.bootstrapServers", "KAFKA_BOOTSTRAP_SERVERS"),
    TOPICS_PARTITIONS("topics.partitions", "CHANGEOVER_TOPICS_PARTITIONS"),
    CAPTURE_SLOT("capture.slot", "CHANGEOVER_CAPTURE_SLOT"),
    CAPTURE_PUBLICATION("capture.publication", "CHANGEOVER_CAPTURE_PUBLICATION"),
    TRANSFORM_THREADS("transform.threads", "CHANGEOVER_TRANSFORM_THREADS"),
    SINK_THREADS("sink.threads", "CHANGEOVER_SINK_THREADS"),
    SINK_BATCH_SIZE("sink.batchSize", "CHANGEOVER_SINK_BATCH_SIZE"),
    SINK_BATCH_DELAY("sink.batchDelay", "CHANGEOVER_SINK_BATCH_DELAY"),
    SINK_FAILURE_MODE("sink.failureMode", "CHANGEOVER_SINK_FAILURE_MODE"),
    SINK_MAX_ERRORS("sink.maxErrors", "CHANGEOVER_SINK_MAX_ERRORS"),
    SINK_CREATE_INDEXES("sink.createIndexes", "CHANGEOVER_SINK_CREATE_INDEXES"),
    VERIFIER_PERIOD("verifier.period", "CHANGEOVER_VERIFIER_PERIOD"),
    VERIFIER_MAX_ROWS("verifier.maxRowsPerSecond", "CHANGEOVER_VERIFIER_MAX_ROWS_PER_SECOND"),
    ROLLBACK_POINT_AUTOMATIC("rollbackPoint.automatic", "CHANGEOVER_ROLLBACK_POINT_AUTOMATIC"),
    HEALTH_PORT("health.port", "CHANGEOVER_HEALTH_PORT"),
    LOG_FORMAT("log.format", "CHANGEOVER_LOG_FORMAT");

    /** The one key that holds a map: V1 drill titles to the target's uuids. */
    static final String DRILL_OVERRIDES = "drills.overrides";

    /** What follows a secret's key when a file holds the secret. */
    private static final String FILE_KEY = "File";

    private static final String FILE_VARIABLE = "_FILE";

    private final String path;
    private final String variable;

    Setting(String path, String variable) {
        this.path = path;
        this.variable = variable;
    }

    /** The key as it is written in {@code changeover.yaml}, with dots between the levels. */
    public String path() {
        return path;
    }

    public String variable() {
        return variable;
    }

    /** Whether the value must never be shown, and may be kept in a file of its own. */
    public boolean isSecret() {
        return this == V1_URL || this == V2_URL || this == STAGING_URL;
    }

    String filePath() {
        return path + FILE_KEY;
    }

    String fileVariable() {
        return variable + FILE_VARIABLE;
    }

    static Optional<Setting> ofPath(String path) {
        return Arrays.stream(values())
                .filter(each -> each.path.equals(path)
                        || (each.isSecret() && each.filePath().equals(path)))
                .findFirst();
    }
}
