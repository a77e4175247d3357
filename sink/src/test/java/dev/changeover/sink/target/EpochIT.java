package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EpochIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void aSinkThatWokeUpLateStops() throws SQLException {
        try (TargetDatabase database = SERVER.registered();
                Connection late = database.connection()) {
            Epoch.require(late, 1);
            late.commit();
            assertThat(raise(database)).isEqualTo(2);

            assertThatThrownBy(() -> Epoch.require(late, 1))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("epoch is 2, but this sink was started under 1");
            late.rollback();
            Epoch.require(late, 2);
        }
    }

    @Test
    void raisingWaitsForTransactionsInFlightAndStopsThoseThatComeAfter() throws SQLException {
        try (TargetDatabase database = SERVER.registered();
                Connection inFlight = database.connection();
                Connection raising = database.connection();
                Connection after = database.connection()) {
            Epoch.require(inFlight, 1);

            CompletableFuture<Long> raised = async(() -> Epoch.raise(raising));
            await().atMost(Duration.ofSeconds(10)).until(() -> waiting(database) == 1);
            CompletableFuture<Boolean> refused = async(() -> {
                Epoch.require(after, 1);
                return true;
            });
            await().atMost(Duration.ofSeconds(10)).until(() -> waiting(database) == 2);
            assertThat(raised).isNotDone();
            inFlight.commit();

            assertThat(raised.join()).isEqualTo(2);
            assertThat(refused).isNotDone();
            raising.commit();
            assertThatThrownBy(refused::join).hasCauseInstanceOf(ProblemException.class);
        }
    }

    @Test
    void sinksDoNotWaitForEachOther() throws SQLException {
        try (TargetDatabase database = SERVER.registered();
                Connection one = database.connection();
                Connection other = database.connection()) {
            Epoch.require(one, 1);
            Epoch.require(other, 1);

            assertThat(Epoch.current(one)).isEqualTo(Epoch.current(other));
        }
    }

    @Test
    void everyTransactionOfTheSinkHasTheFixedSettingsAndLeavesTheSessionAsItWas() throws SQLException {
        try (TargetDatabase database = SERVER.registered();
                Connection connection = database.connection()) {
            String before = setting(connection, "lock_timeout");
            connection.rollback();

            Epoch.require(connection, 1);

            assertThat(setting(connection, "DateStyle")).isEqualTo("ISO, MDY");
            assertThat(setting(connection, "TimeZone")).isEqualTo("UTC");
            assertThat(setting(connection, "extra_float_digits")).isEqualTo("1");
            assertThat(setting(connection, "idle_in_transaction_session_timeout"))
                    .isEqualTo("7s");
            assertThat(setting(connection, "statement_timeout")).isEqualTo("2min");
            assertThat(setting(connection, "lock_timeout")).isEqualTo("10s");
            assertThat(setting(connection, "transaction_isolation")).isEqualTo("read committed");
            assertThat(setting(connection, "application_name")).isEqualTo("changeover-sink");
            connection.commit();
            assertThat(setting(connection, "lock_timeout")).isEqualTo(before);
        }
    }

    private static long raise(TargetDatabase database) throws SQLException {
        try (Connection connection = database.connection()) {
            TargetDatabase.begin(connection);
            long epoch = Epoch.raise(connection);
            connection.commit();
            return epoch;
        }
    }

    private static long waiting(TargetDatabase database) throws SQLException {
        return Long.parseLong(TestServer.rows(
                        database.address(), "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                .get(0));
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery("SHOW " + name)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    private static <T> CompletableFuture<T> async(Work<T> work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return work.run();
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        });
    }
}
