package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

class TargetIndexesIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String OURS = "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            + " WHERE c.relname LIKE 'changeover%' AND i.indisvalid ORDER BY 1";

    @Test
    void everyForeignKeyThatADeleteWouldScanIsIndexedAndListed() throws Exception {
        try (TargetDatabase database = SERVER.registered()) {
            List<String> built = TargetIndexes.ensure(database, PATIENCE);

            assertThat(built)
                    .contains(
                            "changeover_completed_sessions_user_id",
                            "changeover_drill_group_items_drill_group_id",
                            "changeover_ordered_session_drills_session_id",
                            "changeover_audit_logs_user_id")
                    .doesNotContain("changeover_progress_history_user_id"); // its unique constraint serves
            assertThat(TestServer.rows(database.address(), OURS)).containsExactlyInAnyOrderElementsOf(built);
            assertThat(TestServer.rows(database.address(), "SELECT name FROM changeover.target_index"))
                    .containsExactlyInAnyOrderElementsOf(built);
            assertThat(TargetIndexes.ensure(database, PATIENCE)).isEmpty();
        }
    }

    @Test
    void anInvalidIndexLeftBehindIsFoundAndRebuilt() throws Exception {
        try (TargetDatabase database = SERVER.registered()) {
            TargetIndexes.ensure(database, PATIENCE);
            TestServer.run(
                    database.address(),
                    "UPDATE pg_index SET indisvalid = false"
                            + " WHERE indexrelid = 'changeover_audit_logs_user_id'::regclass");

            assertThat(TargetIndexes.ensure(database, PATIENCE)).containsExactly("changeover_audit_logs_user_id");
            assertThat(TestServer.rows(database.address(), OURS)).contains("changeover_audit_logs_user_id");
        }
    }

    @Test
    void aLongTransactionThatBlocksABuildIsSaidWithItsSessionAndTheNextStartFinishes() throws Exception {
        try (TargetDatabase database = SERVER.registered();
                Connection blocker = TestServer.connect(database.address())) {
            blocker.setAutoCommit(false);
            blocker.createStatement()
                    .execute("INSERT INTO audit_logs (action, endpoint, method, status)"
                            + " VALUES ('a', 'b', 'c', 'd')");
            int session = blocker.unwrap(PGConnection.class).getBackendPID();

            assertThatThrownBy(() -> TargetIndexes.ensure(database, Duration.ofMillis(500)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("changeover_audit_logs_user_id")
                    .hasMessageContaining("session " + session + " (idle in transaction");
            blocker.commit();

            TargetIndexes.ensure(database, PATIENCE);
            assertThat(TestServer.rows(database.address(), OURS)).contains("changeover_audit_logs_user_id");
        }
    }

    @Test
    void theIndexOfIdentitiesIsBuiltTheSameWay() throws Exception {
        String expression = "lower(email)";
        try (TargetDatabase database = SERVER.registered();
                Connection blocker = TestServer.connect(database.address())) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("INSERT INTO users (email) VALUES ('a@x')");

            assertThatThrownBy(() ->
                            TargetIndexes.ensure(database, Duration.ofMillis(500), "users", "identity", expression))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("changeover_users_identity")
                    .hasMessageContaining(
                            "session " + blocker.unwrap(PGConnection.class).getBackendPID());
            assertThat(
                            TestServer.rows(
                                    database.address(),
                                    "SELECT i.indisvalid FROM pg_index i WHERE i.indexrelid = 'changeover_users_identity'::regclass"))
                    .as("what the cancelled build left behind")
                    .containsExactly("f");
            blocker.commit();

            assertThat(TargetIndexes.ensure(database, PATIENCE, "users", "identity", expression))
                    .containsExactly("changeover_users_identity");
            assertThat(TestServer.rows(database.address(), OURS)).containsExactly("changeover_users_identity");
            assertThat(TargetIndexes.ensure(database, PATIENCE, "users", "identity", expression))
                    .isEmpty();
        }
    }

    @Test
    void ofTwoSinksAtOnceOneBuilds() throws Exception {
        try (TargetDatabase database = SERVER.registered()) {
            Callable<List<String>> sink = () -> TargetIndexes.ensure(database, PATIENCE);
            var threads = Executors.newFixedThreadPool(2);

            List<Future<List<String>>> built = threads.invokeAll(List.of(sink, sink));
            threads.shutdown();

            assertThat(built.stream().filter(each -> !resultOf(each).isEmpty())).hasSize(1);
        }
    }

    @Test
    void whoMayNotBuildIndexesIsToldWhatToDo() throws SQLException {
        DatabaseAddress v2 = SERVER.v2();
        TestServer.run(v2, "CREATE ROLE not_owner LOGIN; GRANT CREATE ON DATABASE " + v2.database() + " TO not_owner");
        try (TargetDatabase database = TargetDatabase.open(SERVER.as("not_owner", v2), 2)) {
            LedgerSchema.migrate(database);

            assertThatThrownBy(() -> TargetIndexes.ensure(database, PATIENCE))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("sink.createIndexes: false");
        }
    }

    private static List<String> resultOf(Future<List<String>> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
