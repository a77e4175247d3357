package dev.changeover.sink.target;

import java.sql.Connection;
import java.sql.SQLException;

/** The topic whose offsets are positions in this ledger, by its id: a topic made again under the same name has other offsets. */
public final class DocumentsTopic {
    private DocumentsTopic() {}

    /**
     * Registers the topic under the current epoch, in the caller's transaction. A topic other than the one known from an earlier epoch
     * makes all positions and row versions of the ledger forgotten, since they cannot be compared with its own.
     *
     * @param topicId Kafka's topic id as text
     * @throws dev.changeover.contract.stage.ProblemException if another topic is registered under this epoch
     */
    public static void register(Connection connection, String topicId) throws SQLException {
        throw new UnsupportedOperationException();
    }
}
