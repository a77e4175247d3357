package dev.changeover.sink.target;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;

/** The topic whose offsets are positions in this ledger, by its id: a topic made again under the same name has other offsets. */
public final class DocumentsTopic {
    private DocumentsTopic() {}

    /**
     * Registers the topic under the current epoch, in the caller's transaction. A topic other than the one known from an earlier epoch
     * makes all positions and row versions of the ledger forgotten, since they cannot be compared with its own; what is in V2 stays, and
     * its hashes with it, so that applying the new topic's documents writes differences only.
     *
     * @param topicId Kafka's topic id as text
     * @throws ProblemException if another topic is registered under this epoch
     */
    public static void register(Connection connection, String topicId) throws SQLException {
        String known;
        boolean underThisEpoch;
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT coalesce(documents_topic, ''),"
                        + " coalesce(documents_epoch = epoch, false) FROM changeover.target FOR UPDATE")) {
            if (!row.next()) {
                throw new IllegalStateException("The target must be registered before its documents topic");
            }
            known = row.getString(1);
            underThisEpoch = row.getBoolean(2);
        }
        boolean other = !known.isEmpty() && !known.equals(topicId);
        if (other && underThisEpoch) {
            throw refused(topicId, known);
        }
        if (other) {
            forgetPositions(connection);
        }
        try (var update = connection.prepareStatement(
                "UPDATE changeover.target SET documents_topic = ?, documents_epoch = epoch")) {
            update.setString(1, topicId);
            update.executeUpdate();
        }
    }

    /** In the caller's transaction. */
    static void forgetPositions(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("UPDATE changeover.v1_user SET topic_partition = NULL, topic_offset = NULL"
                    + " WHERE topic_partition IS NOT NULL");
            statement.execute("UPDATE changeover.quarantine SET topic_partition = NULL, topic_offset = NULL"
                    + " WHERE topic_partition IS NOT NULL");
            statement.execute("UPDATE changeover.migrated_row SET generation = 0, streamed = false, lsn = 0,"
                    + " link_generation = NULL, link_streamed = NULL, link_lsn = NULL");
        }
    }

    private static ProblemException refused(String topicId, String known) {
        return new ProblemException(new Problem(
                Problem.Kind.REFUSED,
                "The documents topic has the id " + topicId + ", but the ledger's positions belong to the topic "
                        + known,
                "this is another broker or state directory, or the topic was deleted and made again; its offsets say nothing"
                        + " about what the target has",
                "use the broker or CHANGEOVER_STATE_DIR of before; if that is gone for good, stop all sinks and let the new"
                        + " topic take over with: UPDATE changeover.target SET epoch = epoch + 1"));
    }
}
