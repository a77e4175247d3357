package dev.changeover.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.stage.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresIT {
    @TempDir
    Path directory;

    @Test
    void holdsBothSchemasAndIsReadyForLogicalReplication() throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.startTemporary()) {
            postgres.createDatabase("v1");
            postgres.createDatabase("v2");

            try (Connection v1 = postgres.connect("v1");
                    Connection v2 = postgres.connect("v2")) {
                Schemas.createV1(v1);
                Schemas.createV2(v2);

                assertThat(text(v1, "SHOW wal_level")).isEqualTo("logical");
                assertThat(text(v1, "SELECT count(*) FROM users")).isEqualTo("0");
                assertThat(text(v2, "SELECT count(*) FROM premium_subscriptions"))
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void isTheVersionThatTheBuildChoseAndKnowsAllLetters() throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.startTemporary();
                Connection connection = postgres.connect("postgres")) {
            assertThat(text(connection, "SHOW server_version"))
                    .startsWith(Integer.toString(PostgresVersion.embedded().major()));
            assertThat(text(connection, "SELECT lower('ÄÉ@EXAMPLE.COM')")).isEqualTo("äé@example.com");
            assertThat(text(connection, "SELECT ('a' < 'B')::text")).isEqualTo("false");
        }
    }

    @Test
    void keepsWhatWasCommittedBeforeItWasKilled() throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.start(LocalPostgresConfig.in(directory))) {
            postgres.createDatabase("v1");
            try (Connection v1 = postgres.connect("v1")) {
                assertThat(text(v1, "SHOW fsync")).isEqualTo("on");
                assertThat(text(v1, "SHOW synchronous_commit")).isEqualTo("on");
                execute(v1, "CREATE TABLE kept AS SELECT 7 AS value");
            }

            postgres.kill();
            assertThatThrownBy(() -> postgres.connect("v1")).isInstanceOf(SQLException.class);
            postgres.restart();

            try (Connection v1 = postgres.connect("v1")) {
                assertThat(text(v1, "SELECT value FROM kept")).isEqualTo("7");
            }
        }
        assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void refusesADirectoryThatAnotherServerHasAndNamesItsProcess() {
        try (LocalPostgres first = LocalPostgres.start(LocalPostgresConfig.in(directory))) {
            assertThat(first.port()).isPositive();

            assertThatThrownBy(() -> LocalPostgres.start(LocalPostgresConfig.in(directory)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void startsOverAPidFileWhoseNumberHasGoneToAnotherProgram() throws Exception {
        LocalPostgres.start(LocalPostgresConfig.in(directory)).close();
        Files.writeString(directory.resolve("data/postmaster.pid"), "1\n" + directory + "\n");

        try (LocalPostgres postgres = LocalPostgres.start(LocalPostgresConfig.in(directory));
                Connection connection = postgres.connect("postgres")) {
            assertThat(text(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
