package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DocumentsTopicIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String POSITION = "SELECT topic_partition, topic_offset FROM changeover.v1_user";

    @Test
    void aTopicOfAnotherIdIsRefusedUnderTheSameEpoch() throws SQLException {
        try (TargetDatabase database = SERVER.registered()) {
            register(database, "first");
            register(database, "first");

            assertThatThrownBy(() -> register(database, "second"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("has the id second, but the ledger's positions belong to the topic first");
        }
    }

    @Test
    void underARaisedEpochAnotherTopicTakesOverAndItsOffsetsBeginAnew() throws SQLException {
        try (TargetDatabase database = SERVER.registered()) {
            register(database, "first");
            applied(database);
            raise(database);

            register(database, "second");

            assertThat(TestServer.rows(database.address(), POSITION)).containsExactly("null|null");
            assertThat(TestServer.rows(
                            database.address(),
                            "SELECT generation, streamed, lsn, link_lsn, v2_id FROM changeover.migrated_row"))
                    .containsExactly("0|f|0|null|10");
            assertThatThrownBy(() -> register(database, "first")).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void underARaisedEpochTheSameTopicKeepsItsPositions() throws SQLException {
        try (TargetDatabase database = SERVER.registered()) {
            register(database, "first");
            applied(database);
            raise(database);

            register(database, "first");

            assertThat(TestServer.rows(database.address(), POSITION)).containsExactly("3|77");
        }
    }

    private static void applied(TargetDatabase database) throws SQLException {
        TestServer.run(
                database.address(),
                "INSERT INTO changeover.v1_user (v1_user_id, outcome, topic_partition, topic_offset)"
                        + " VALUES (1, 'created', 3, 77);"
                        + " INSERT INTO changeover.migrated_row VALUES (1, 1, 10, 1, 2, true, 5000, true, 1, 1, 2, true, 6000)");
    }

    private static void raise(TargetDatabase database) throws SQLException {
        try (Connection connection = database.connection()) {
            Epoch.raise(connection);
            connection.commit();
        }
    }

    private static void register(TargetDatabase database, String topicId) throws SQLException {
        try (Connection connection = database.connection()) {
            TargetDatabase.begin(connection);
            DocumentsTopic.register(connection, topicId);
            connection.commit();
        }
    }
}
