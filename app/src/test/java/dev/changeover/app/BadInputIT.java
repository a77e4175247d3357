package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user can get wrong: told in one line with its exit code, as text and as JSON, without a password, and with both databases as
 * they were.
 */
class BadInputIT {
    private static final int USAGE = 2;
    private static final int REFUSED = 3;
    private static final AtomicInteger PAIRS = new AtomicInteger();

    private static LocalPostgres server;

    @TempDir
    Path directory;

    private DatabasePair databases;

    @BeforeAll
    static void start() {
        server = LocalPostgres.startTemporary();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void create() throws SQLException {
        databases = DatabasePair.create(server, "pair" + PAIRS.incrementAndGet());
    }

    @AfterEach
    void nothingIsMadeInV1OrTheTarget() throws SQLException {
        assertThat(databases.madeInV1()).as("slots and publications").isZero();
        assertThat(databases.madeInTarget()).as("schemas in the target").isZero();
    }

    @AfterEach
    void noFileHoldsThePassword() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().equals("changeover.yaml")) {
                    assertThat(Files.readString(file)).as("%s", file).doesNotContain(DatabasePair.PASSWORD);
                }
            }
        }
    }

    @Test
    void v1ThatDoesNotAnswer() {
        Map<String, String> environment = databases.environmentWith("V1_DATABASE_URL", databases.urlOfNobody());

        for (String command : List.of("migrate", "sync", "stats")) {
            assertThat(ending(REFUSED, environment, command)).contains("V1", "127.0.0.1:1", "check");
        }
    }

    @Test
    void targetThatDoesNotAnswer() {
        Map<String, String> environment = databases.environmentWith("STAGING_DATABASE_URL", databases.urlOfNobody());

        for (String command : List.of("migrate", "sync", "stats")) {
            assertThat(ending(REFUSED, environment, command)).contains("the target", "127.0.0.1:1", "check");
        }
    }

    @Test
    void passwordThatIsWrong() throws Exception {
        askForPasswordOf("guarded");

        for (String command : List.of("migrate", "sync", "stats")) {
            assertThat(ending(
                            REFUSED,
                            databases.environmentWith("V1_DATABASE_URL", databases.url("guarded", databases.v1())),
                            command))
                    .contains("V1", "user", "password")
                    .doesNotContain("primary");
            assertThat(ending(
                            REFUSED,
                            databases.environmentWith(
                                    "STAGING_DATABASE_URL", databases.url("guarded", databases.target())),
                            command))
                    .contains("the target", "user and password");
        }
    }

    @Test
    void roleThatIsUnknown() {
        Map<String, String> environment =
                databases.environmentWith("V1_DATABASE_URL", databases.url("nobody", databases.v1()));

        assertThat(ending(REFUSED, environment, "migrate")).contains("V1", "user", "password");
    }

    @Test
    void databaseThatIsUnknown() {
        Map<String, String> environment =
                databases.environmentWith("V1_DATABASE_URL", databases.url("postgres", "nowhere"));

        assertThat(ending(REFUSED, environment, "migrate")).contains("V1", "nowhere", "no database");
    }

    @Test
    void v1ThatWritesNoLogicalLog() throws SQLException {
        try (LocalPostgres plain = LocalPostgres.startTemporary(Map.of("wal_level", "replica"))) {
            DatabasePair there = DatabasePair.create(plain, "plain");
            Map<String, String> environment =
                    databases.environmentWith("V1_DATABASE_URL", there.url("postgres", there.v1()));

            assertThat(ending(REFUSED, environment, "migrate")).contains("wal_level", "replica", "logical");
            assertThat(there.madeInV1()).isZero();
        }
    }

    @Test
    void v1WithoutATable() throws Exception {
        databases.inV1("DROP TABLE saved_filters");

        assertThat(ending(REFUSED, databases.environment(), "migrate")).contains("V1", "saved_filters");
        assertThat(ending(REFUSED, databases.environment(), "sync")).contains("V1", "saved_filters");
        assertThat(logs()).contains("saved_filters");
    }

    @Test
    void v1WithoutAColumn() throws SQLException {
        databases.inV1("ALTER TABLE completed_sessions DROP COLUMN date");

        assertThat(ending(REFUSED, databases.environment(), "migrate"))
                .contains("V1", "completed_sessions.date", "missing");
    }

    @Test
    void targetWithoutAColumn() throws SQLException {
        databases.inTarget("ALTER TABLE users DROP COLUMN first_name");

        assertThat(ending(REFUSED, databases.environment(), "migrate"))
                .contains("The target", "first_name", "does not exist");
    }

    @Test
    void v1RoleThatMayNotReplicate() throws SQLException {
        databases.inV1("CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
        Map<String, String> environment =
                databases.environmentWith("V1_DATABASE_URL", databases.url("reader", databases.v1()));

        assertThat(ending(REFUSED, environment, "migrate")).contains("reader", "REPLICATION");
    }

    @Test
    void v1RoleThatMayNotRead() throws SQLException {
        databases.inV1("CREATE ROLE copier LOGIN REPLICATION");
        Map<String, String> environment =
                databases.environmentWith("V1_DATABASE_URL", databases.url("copier", databases.v1()));

        assertThat(ending(REFUSED, environment, "migrate")).contains("V1", "GRANT SELECT");
        assertThat(ending(REFUSED, environment, "stats")).contains("V1", "copier", "GRANT SELECT");
    }

    @Test
    void brokerThatDoesNotAnswer() throws IOException {
        // Once: it takes the time that a broker is given.
        CommandRun run = CommandRun.of(directory, databases.environment(), "migrate");

        assertThat(onlyError(run, REFUSED)).contains("Kafka at 127.0.0.1:1", "KAFKA_BOOTSTRAP_SERVERS");
        assertThat(logs()).contains("Kafka at 127.0.0.1:1");
    }

    @Test
    void brokerAddressThatIsNone() {
        assertThat(ending(USAGE, databases.environmentWith("KAFKA_BOOTSTRAP_SERVERS", "kafka"), "migrate"))
                .contains("KAFKA_BOOTSTRAP_SERVERS 'kafka'", "kafka-1:9092");
    }

    @Test
    void stateDirectoryOfAnotherProcess() {
        Path state = directory.resolve(".changeover");
        try (StateDirectory owner = StateDirectory.own(state).orElseThrow()) {
            for (String command : List.of("migrate", "sync")) {
                assertThat(ending(REFUSED, databases.environment(), command))
                        .contains(owner.path().toString(), "in use", "CHANGEOVER_STATE_DIR")
                        .contains("process " + ProcessHandle.current().pid());
            }
            assertThat(StateDirectory.owner(state)).isPresent();
        }
    }

    @Test
    void stateDirectoryThatCannotBeMade() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        Map<String, String> environment = databases.environmentWith("CHANGEOVER_STATE_DIR", "file/state");

        assertThat(ending(USAGE, environment, "migrate")).contains("state directory", "CHANGEOVER_STATE_DIR");
    }

    @Test
    void optionThatIsUnknown() {
        assertThat(ending(USAGE, databases.environment(), "migrate", "--limt", "5"))
                .contains("--limt", "did you mean --limit?");
    }

    @Test
    void optionThatWouldHoldAUrl() {
        String url = databases.url("postgres", databases.v1());

        assertThat(ending(USAGE, databases.environment(), "migrate", "--v1-url", url))
                .contains("--v1-url");
        assertThat(ending(USAGE, databases.environment(), "migrate", "--v1-url=" + url))
                .contains("--v1-url");
        assertThat(ending(USAGE, databases.environment(), "migrate", "--environment", url))
                .contains("--environment");
    }

    @Test
    void commandThatIsUnknown() {
        assertThat(onlyError(CommandRun.of(directory, databases.environment(), "migrat"), USAGE))
                .contains("migrat", "did you mean migrate?");
        assertThat(ending(USAGE, databases.environment(), "run", "sing")).contains("sing", "SINK");
    }

    @Test
    void numberThatIsNone() {
        assertThat(ending(USAGE, databases.environment(), "migrate", "--limit", "many"))
                .contains("--limit", "many");
        assertThat(ending(USAGE, databases.environment(), "migrate", "--batch-size", "0"))
                .contains("--batch-size", "0");
    }

    @Test
    void yamlKeyThatIsUnknown() throws IOException {
        yaml("sink:\n  batchsize: 5\n");

        assertThat(ending(USAGE, databases.environment(), "migrate"))
                .contains("sink.batchsize", "changeover.yaml", "did you mean sink.batchSize?");
    }

    @Test
    void yamlThatIsNone() throws IOException {
        yaml("v1:\n  url: \"" + databases.url("postgres", databases.v1()) + "\n");

        assertThat(ending(USAGE, databases.environment(), "migrate")).contains("changeover.yaml", "line");
    }

    @Test
    void urlThatIsMalformed() throws IOException {
        for (String url : List.of(
                "mysql://root:" + DatabasePair.PASSWORD + "@db/v1",
                "postgresql://me:p@" + DatabasePair.PASSWORD + "@db/v1",
                "postgresql://me:" + DatabasePair.PASSWORD + "@db:port/v1",
                "postgresql://me:p/" + DatabasePair.PASSWORD + "@db/v1",
                DatabasePair.PASSWORD)) {
            assertThat(ending(USAGE, databases.environmentWith("V1_DATABASE_URL", url), "migrate"))
                    .contains("V1_DATABASE_URL", "postgresql://user:password@host:port/database");
        }
        yaml("staging:\n  url: mysql://root:" + DatabasePair.PASSWORD + "@db/v2\n");
        Map<String, String> environment = databases.environment();
        environment.remove("STAGING_DATABASE_URL");
        assertThat(ending(USAGE, environment, "migrate")).contains("staging.url", "changeover.yaml");
    }

    @Test
    void urlThatIsMissing() {
        Map<String, String> environment = databases.environment();
        environment.remove("STAGING_DATABASE_URL");

        assertThat(ending(USAGE, environment, "migrate")).contains("STAGING_DATABASE_URL is not set");
    }

    @Test
    void productionThatIsNotConfirmed() {
        Map<String, String> environment =
                databases.environmentWith("V2_DATABASE_URL", databases.url("postgres", databases.target()));

        for (String command : List.of("migrate", "sync")) {
            assertThat(ending(USAGE, environment, command, "--environment", "production"))
                    .contains("--confirm " + databases.target());
            assertThat(ending(REFUSED, environment, command, "--environment", "production", "--confirm", "another"))
                    .contains("another", databases.target());
        }
    }

    @Test
    void stagingThatLeadsToProduction() {
        String production =
                databases.url("postgres", databases.target()).replace("127.0.0.1", "localhost") + "?sslmode=disable";
        Map<String, String> environment = databases.environmentWith("V2_DATABASE_URL", production);

        for (String command : List.of("migrate", "sync")) {
            assertThat(ending(REFUSED, environment, command))
                    .contains("STAGING_DATABASE_URL leads to the production database");
        }
    }

    @Test
    void targetThatIsV1() {
        Map<String, String> environment =
                databases.environmentWith("STAGING_DATABASE_URL", databases.url("postgres", databases.v1()));

        assertThat(ending(REFUSED, environment, "migrate"))
                .contains("V1 and the target are the same database", "STAGING_DATABASE_URL");
    }

    private String logs() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(directory.resolve(".changeover").resolve("logs"))) {
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private void yaml(String text) throws IOException {
        Files.writeString(directory.resolve("changeover.yaml"), text);
    }

    /** Runs the command as text and as JSON, and returns the one error that both tell. */
    private String ending(int exitCode, Map<String, String> environment, String... args) {
        String error = onlyError(CommandRun.of(directory, environment, args), exitCode);
        String[] withJson = Arrays.copyOf(args, args.length + 1);
        withJson[args.length] = "--json";

        CommandRun json = CommandRun.of(directory, environment, withJson);

        assertThat(json.jsonError()).isEqualTo(error);
        assertThat(json.errors()).isEmpty();
        assertHarmless(json, exitCode);
        return error;
    }

    private static String onlyError(CommandRun run, int exitCode) {
        assertHarmless(run, exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).as(run.err()).hasSize(1);
        assertThat(run.lastMessage()).endsWith(run.errors().get(0));
        assertThat(run.errors().get(0)).matches("[^:]\\S.*: \\S.*; \\S.*");
        return run.errors().get(0);
    }

    private static void assertHarmless(CommandRun run, int exitCode) {
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(exitCode);
        assertThat(run.out() + run.err())
                .doesNotContain(DatabasePair.PASSWORD)
                .doesNotContain("Exception")
                .doesNotContainPattern("(?m)^\\s+at ");
    }

    /** From now on the server asks this role for a password, which is not the one of the URLs. */
    private static void askForPasswordOf(String role) throws SQLException, IOException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + role + " SUPERUSER LOGIN PASSWORD 'the right one'");
            try (ResultSet row = statement.executeQuery("SHOW hba_file")) {
                row.next();
                Path rules = Path.of(row.getString(1));
                Files.writeString(
                        rules, "host all " + role + " 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
            }
            statement.execute("SELECT pg_reload_conf()");
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> isRefused(role));
    }

    private static boolean isRefused(String role) {
        DatabaseAddress address = server.address("postgres");
        try (Connection connection = DriverManager.getConnection(address.jdbcUrl(), role, DatabasePair.PASSWORD)) {
            return connection == null;
        } catch (SQLException e) {
            return "28P01".equals(e.getSQLState());
        }
    }
}
