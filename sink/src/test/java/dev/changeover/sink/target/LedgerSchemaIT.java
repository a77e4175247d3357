package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerSchemaIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void theLedgerIsMadeOnceAndNamesThePlansTables() throws SQLException {
        DatabaseAddress v2 = SERVER.v2();
        try (TargetDatabase database = TargetDatabase.open(v2, 2)) {
            LedgerSchema.migrate(database);
            LedgerSchema.migrate(database);
        }

        assertThat(TestServer.rows(v2, "SELECT number, name FROM changeover.plan_table ORDER BY number LIMIT 2"))
                .containsExactly("1|users", "2|completed_sessions");
        assertThat(TestServer.rows(v2, "SELECT count(*) FROM changeover.plan_table"))
                .containsExactly("11");
    }

    @Test
    void twoSinksThatStartAtOnceMakeOneLedger() throws Exception {
        DatabaseAddress v2 = SERVER.v2();
        Callable<Boolean> start = () -> {
            try (TargetDatabase database = TargetDatabase.open(v2, 2)) {
                LedgerSchema.migrate(database);
            }
            return true;
        };

        var threads = Executors.newFixedThreadPool(3);
        try {
            for (var each : threads.invokeAll(List.of(start, start, start))) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(TestServer.rows(
                        v2, "SELECT version FROM changeover.flyway_schema_history WHERE type = 'SQL' AND success"))
                .contains("1")
                .doesNotHaveDuplicates();
    }

    @Test
    void aUserWhoMayNotMakeASchemaIsToldTheGrant() throws SQLException {
        DatabaseAddress v2 = SERVER.v2();
        TestServer.run(v2, "CREATE ROLE weak_maker LOGIN");

        try (TargetDatabase database = TargetDatabase.open(SERVER.as("weak_maker", v2), 2)) {
            assertThatThrownBy(() -> LedgerSchema.migrate(database))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("GRANT CREATE ON DATABASE");
        }
    }

    @Test
    void aLedgerOfANewerVersionIsRefused() throws SQLException {
        try (TargetDatabase database = SERVER.registered()) {
            TestServer.run(
                    database.address(),
                    "UPDATE changeover.flyway_schema_history SET checksum = checksum + 1 WHERE version = '1'");

            assertThatThrownBy(() -> LedgerSchema.migrate(database))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("not one that this version knows");
        }
    }
}
