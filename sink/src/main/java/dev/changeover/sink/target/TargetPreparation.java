package dev.changeover.sink.target;

import dev.changeover.contract.database.DatabaseAddress;
import java.sql.SQLException;
import java.time.Duration;

/** All that happens to a target before the first document is applied, in the one right order. */
public final class TargetPreparation {
    private TargetPreparation() {}

    /**
     * Schema check, ledger schema, identity, documents topic, indexes, baseline. Each step is kept and does nothing the second time, so
     * that a start that was killed or refused is simply started again.
     *
     * @param topicId the documents topic's id as text
     * @param indexPatience how long an index build may be blocked; empty if {@code sink.createIndexes} is false
     */
    public static RegisteredTarget prepare(
            TargetDatabase database,
            String environment,
            String topicId,
            DatabaseAddress v1,
            java.util.Optional<Duration> indexPatience)
            throws SQLException {
        throw new UnsupportedOperationException();
    }
}
