package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.app.command.InProcess;
import dev.changeover.local.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does wrong: one clear line, the right exit code, no secret, and V1 as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    static final String SECRET = "sEcReT-pAsSwOrD";
    private static final int REFUSED = 3;

    private TwoDatabases databases;

    @TempDir
    private Path directory;

    @BeforeAll
    void start() throws SQLException {
        databases = TwoDatabases.empty(Map.of());
    }

    @AfterAll
    void stop() {
        databases.close();
    }

    @Test
    void v1CannotBeReached() throws SQLException {
        refused(
                commands().with("V1_DATABASE_URL", "postgresql://u:" + SECRET + "@127.0.0.1:1/v1"),
                "V1",
                "127.0.0.1:1");
    }

    @Test
    void theTargetCannotBeReached() throws SQLException {
        refused(
                commands().with("STAGING_DATABASE_URL", "postgresql://u:" + SECRET + "@127.0.0.1:1/v2"),
                "the target",
                "127.0.0.1:1");
    }

    @Test
    void theDatabaseDoesNotExist() throws SQLException {
        refused(commands().with("V1_DATABASE_URL", databases.url("v9")), "no database named v9");
    }

    @Test
    void thePasswordIsWrong() throws Exception {
        Path hba = Path.of(databases.texts("v1", "SHOW hba_file").get(0));
        String trusting = Files.readString(hba);
        databases.execute("v1", "CREATE ROLE stranger LOGIN SUPERUSER PASSWORD 'another'");
        try {
            Files.writeString(hba, "host all stranger all scram-sha-256\n" + trusting);
            databases.execute("v1", "SELECT pg_reload_conf()");

            refused(commands().with("V1_DATABASE_URL", databases.url("stranger", "v1")), "password", "stranger");
        } finally {
            Files.writeString(hba, trusting);
            databases.execute("v1", "SELECT pg_reload_conf()");
            databases.execute("v1", "DROP ROLE stranger");
        }
    }

    @Test
    void theRoleMayNotReadOrReplicate() throws SQLException {
        databases.execute("v1", "CREATE ROLE reader LOGIN REPLICATION");
        try {
            refused(commands().with("V1_DATABASE_URL", databases.url("reader", "v1")), "GRANT SELECT");
            databases.execute("v1", "ALTER ROLE reader NOREPLICATION");
            refused(commands().with("V1_DATABASE_URL", databases.url("reader", "v1")), "may not replicate");
        } finally {
            databases.execute("v1", "DROP ROLE reader");
        }
    }

    @Test
    void v1DoesNotLogLogically() throws SQLException {
        try (TwoDatabases replica = TwoDatabases.empty(Map.of("wal_level", "replica"))) {
            InProcess.Result result = replica.commands(directory).run("migrate");

            assertRefused(result, REFUSED, "wal_level is 'replica'");
        }
    }

    @Test
    void aTableIsMissingInV1() throws SQLException {
        databases.execute("v1", "ALTER TABLE saved_filters RENAME TO filters");
        try {
            refused(commands(), "saved_filters");
        } finally {
            databases.execute("v1", "ALTER TABLE filters RENAME TO saved_filters");
        }
    }

    @Test
    void aColumnIsMissingInTheTarget() throws SQLException {
        databases.execute("v2", "ALTER TABLE refresh_tokens RENAME is_revoked TO revoked");
        try {
            refused(commands(), "refresh_tokens", "is_revoked");
        } finally {
            databases.execute("v2", "ALTER TABLE refresh_tokens RENAME revoked TO is_revoked");
        }
    }

    @Test
    void theStagingUrlLeadsToProduction() throws SQLException {
        String sameUnderAnotherName = databases.url("v2").replace("127.0.0.1", "localhost");

        refused(commands().with("V2_DATABASE_URL", sameUnderAnotherName), "leads to the production database");
    }

    @Test
    void bothUrlsLeadToV1() throws SQLException {
        refused(
                commands()
                        .with("V1_DATABASE_URL", databases.url("twin"))
                        .with("STAGING_DATABASE_URL", databases.url("twin")),
                "twin");
    }

    @Test
    void theBrokerIsDown() throws SQLException {
        refused(commands().with("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"), "Kafka at 127.0.0.1:1 cannot be reached");
    }

    @Test
    void anotherProcessOwnsTheStateDirectory() throws SQLException {
        try (StateDirectory owner =
                StateDirectory.own(directory.resolve(".changeover")).orElseThrow()) {
            assertThat(owner.path()).isDirectory();

            refused(commands(), "in use", "process " + ProcessHandle.current().pid());
        }
    }

    private InProcess commands() {
        return databases.commands(directory);
    }

    private void refused(InProcess commands, String... words) throws SQLException {
        InProcess.Result result = commands.run("migrate");

        assertRefused(result, REFUSED, words);
        assertThat(databases.texts("v1", "SELECT slot_name FROM pg_replication_slots"))
                .isEmpty();
        assertThat(databases.texts("v1", "SELECT pubname FROM pg_publication")).isEmpty();
        assertThat(databases.texts("v2", "SELECT nspname FROM pg_namespace WHERE nspname = 'changeover'"))
                .isEmpty();
    }

    private static void assertRefused(InProcess.Result result, int exitCode, String... words) {
        assertThat(result.err().lines().filter(line -> line.startsWith("error: ")))
                .singleElement()
                .asString()
                .contains(words);
        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.out() + result.err()).doesNotContain(SECRET, "\tat ", "Exception");
    }
}
