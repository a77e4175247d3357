package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TargetDatabaseIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void anUnreachableServerIsSaidInOneLineWithoutTheSecret() throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        DatabaseAddress nowhere =
                new DatabaseAddress("localhost", unused, "v2", "someone", new Secret("s3cret!"), Map.of());

        assertThatThrownBy(() -> TargetDatabase.open(nowhere, 2))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Cannot connect to the target at someone@localhost:" + unused + "/v2")
                .hasMessageNotContaining("s3cret!")
                .hasNoCause();
    }

    @Test
    void aMissingDatabaseOrUserIsSaid() {
        assertThatThrownBy(() -> TargetDatabase.open(SERVER.postgres().address("missing"), 2))
                .hasMessageContaining("no database named missing");
        assertThatThrownBy(() -> TargetDatabase.open(SERVER.as("stranger", SERVER.empty()), 2))
                .hasMessageContaining("does not accept this user and password");
    }

    @Test
    void aUserWhoMayNotConnectIsToldTheGrant() throws SQLException {
        DatabaseAddress address = SERVER.empty();
        TestServer.run(
                address,
                "CREATE ROLE locked_out LOGIN; REVOKE CONNECT ON DATABASE " + address.database() + " FROM PUBLIC");

        assertThatThrownBy(() -> TargetDatabase.open(SERVER.as("locked_out", address), 2))
                .hasMessageContaining("GRANT CONNECT ON DATABASE \"" + address.database() + "\" TO \"locked_out\"");
    }

    @Test
    void aDirectConnectionIsNotTakenForAPooler() {
        try (TargetDatabase database = TargetDatabase.open(SERVER.empty(), 2)) {
            assertThat(database.behindPooler()).isFalse();
        }
    }

    @Test
    void preparingATargetTwiceChangesNothing() throws Exception {
        DatabaseAddress v1 = SERVER.v1();
        TestServer.run(v1, "INSERT INTO users (email) VALUES ('a@x.org')");
        try (TargetDatabase database = TargetDatabase.open(SERVER.v2(), 2)) {
            Optional<Duration> patience = Optional.of(Duration.ofSeconds(20));

            RegisteredTarget first = TargetPreparation.prepare(database, "staging", "topic", v1, patience);
            RegisteredTarget again = TargetPreparation.prepare(database, "staging", "topic", v1, patience);

            assertThat(first.hasBaseline()).isTrue();
            assertThat(again).isEqualTo(first);
        }
    }

    @Test
    void withoutCreateIndexesNoIndexIsMade() throws Exception {
        DatabaseAddress v1 = SERVER.v1();
        try (TargetDatabase database = TargetDatabase.open(SERVER.v2(), 2)) {
            TargetPreparation.prepare(database, "staging", "topic", v1, Optional.empty());

            assertThat(TestServer.rows(database.address(), "SELECT 1 FROM pg_class WHERE relname LIKE 'changeover%'"))
                    .isEmpty();
        }
    }
}
