package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TargetIdentityIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void theSameTargetIsKnownAgain() throws SQLException {
        try (TargetDatabase database = SERVER.registered()) {
            RegisteredTarget first = register(database, "staging");
            RegisteredTarget again = register(database, "staging");

            assertThat(again).isEqualTo(first);
            assertThat(again.hasBaseline()).isFalse();
            assertThat(again.epoch()).isEqualTo(1);
        }
    }

    @Test
    void aLedgerThatCameAlongWithACopyIsRefusedWithTheCommandToDiscardIt() throws SQLException {
        DatabaseAddress original;
        try (TargetDatabase database = SERVER.registered()) {
            original = database.address();
        }
        DatabaseAddress copy = SERVER.postgres().address(original.database() + "_copy");
        TestServer.run(
                SERVER.postgres().address("postgres"),
                "CREATE DATABASE " + copy.database() + " TEMPLATE " + original.database());

        try (TargetDatabase database = TargetDatabase.open(copy, 2)) {
            LedgerSchema.migrate(database);
            assertThatThrownBy(() -> register(database, "staging"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("another database of this server")
                    .hasMessageContaining("DROP SCHEMA changeover CASCADE");
        }
    }

    @Test
    void aLedgerOfAnotherServerOrOfATimelineBeforeAPromotionIsRefused() throws SQLException {
        try (TargetDatabase database = SERVER.registered()) {
            TestServer.run(database.address(), "UPDATE changeover.target SET timeline = timeline + 1");
            assertThatThrownBy(() -> register(database, "staging")).hasMessageContaining("timeline");

            TestServer.run(database.address(), "UPDATE changeover.target SET system_identifier = 42");
            assertThatThrownBy(() -> register(database, "staging")).hasMessageContaining("another server");
        }
    }

    @Test
    void aTargetRegisteredForAnotherEnvironmentIsRefused() throws SQLException {
        try (TargetDatabase database = SERVER.registered()) {
            assertThatThrownBy(() -> register(database, "production"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("registered as staging, but is used as production");
        }
    }

    @Test
    void aUserWithoutAnyPrivilegeCanStillTellWhichDatabaseItIs() throws SQLException {
        DatabaseAddress v2 = SERVER.v2();
        TestServer.run(v2, "CREATE ROLE nobody_special LOGIN");

        try (Connection connection = TestServer.connect(SERVER.as("nobody_special", v2))) {
            assertThat(PhysicalDatabase.of(connection).timeline()).isEqualTo(1);
        }
    }

    private static RegisteredTarget register(TargetDatabase database, String environment) throws SQLException {
        try (Connection connection = database.connection()) {
            TargetDatabase.begin(connection);
            RegisteredTarget target = TargetIdentity.register(connection, environment);
            connection.commit();
            return target;
        }
    }
}
