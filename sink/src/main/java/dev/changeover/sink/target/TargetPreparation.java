package dev.changeover.sink.target;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** All that happens to a target before the first document is applied, in the one right order. */
public final class TargetPreparation {
    private TargetPreparation() {}

    /**
     * Schema check, ledger, identity, documents topic, baseline, indexes. Each step is kept and does nothing the second time, so that a
     * start that was killed or refused is simply started again.
     *
     * @param environment {@code staging} or {@code production}
     * @param topicId the documents topic's id as text
     * @param indexPatience how long an index build may be blocked; empty if {@code sink.createIndexes} is false
     * @return the target, whose epoch the sink's transactions require from now on
     * @throws ProblemException if the target is not fit or not ours
     */
    public static RegisteredTarget prepare(
            TargetDatabase database,
            String environment,
            String topicId,
            DatabaseAddress v1,
            Optional<Duration> indexPatience)
            throws SQLException, InterruptedException {
        upToBaseline(database, environment, Optional.of(topicId), v1);
        if (indexPatience.isPresent()) {
            TargetIndexes.ensure(database, indexPatience.get());
        }
        try (Connection connection = database.connection()) {
            TargetDatabase.begin(connection);
            return TargetIdentity.register(connection, environment);
        }
    }

    /**
     * Only what the baseline needs, for a look at it and changes before the first run, which needs no broker.
     *
     * @throws ProblemException as {@link #prepare}
     */
    public static void takeBaseline(TargetDatabase database, String environment, DatabaseAddress v1)
            throws SQLException {
        upToBaseline(database, environment, Optional.empty(), v1);
    }

    private static void upToBaseline(
            TargetDatabase database, String environment, Optional<String> topicId, DatabaseAddress v1)
            throws SQLException {
        try (Connection connection = database.connection()) {
            TargetDatabase.begin(connection);
            TargetSchemaCheck.require(connection);
        }
        LedgerSchema.migrate(database);
        try (Connection connection = database.connection()) {
            TargetDatabase.begin(connection);
            TargetIdentity.register(connection, environment);
            if (topicId.isPresent()) {
                DocumentsTopic.register(connection, topicId.get());
            }
            connection.commit();
            Baseline.ensure(v1, connection);
        }
    }
}
