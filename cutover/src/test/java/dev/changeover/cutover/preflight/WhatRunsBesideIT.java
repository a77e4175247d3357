package dev.changeover.cutover.preflight;

import static dev.changeover.cutover.preflight.WhatEachCheckFindsIT.assertFound;
import static dev.changeover.cutover.preflight.finding.CheckName.*;
import static dev.changeover.cutover.preflight.finding.Status.FAIL;
import static dev.changeover.cutover.preflight.finding.Status.PASS;
import static dev.changeover.cutover.preflight.finding.Status.WARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.cutover.preflight.finding.Check;
import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.finding.PreflightReport;
import dev.changeover.cutover.preflight.report.HtmlReport;
import dev.changeover.cutover.preflight.report.TextReport;
import dev.changeover.cutover.preflight.scene.StatePlace;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of what else runs on both servers, of the broker, and of a server that has little to give. */
class WhatRunsBesideIT {
    private static final String COUNTERS = """
            SELECT concat_ws(' ', 'tuples', (SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_all_tables
                                              WHERE schemaname NOT LIKE 'pg!_%' ESCAPE '!'),
                   'schemas', (SELECT count(*) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp'),
                   'relations', (SELECT count(*) FROM pg_class),
                   'sequences', (SELECT sum(coalesce(last_value, 0)) FROM pg_sequences),
                   'slots', (SELECT count(*) FROM pg_replication_slots),
                   'publications', (SELECT count(*) FROM pg_publication))""";

    private static LocalPostgres server;
    private static LocalBroker broker;

    @TempDir
    static Path state;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalPostgres.startTemporary(Map.of(
                "wal_level", "replica",
                "max_replication_slots", "0",
                "max_wal_senders", "0",
                "wal_sender_timeout", "0",
                "max_prepared_transactions", "5",
                "max_slot_wal_keep_size", "100MB"));
        CheckedPair.createTemplates(server);
        broker = LocalBroker.startTemporary();
    }

    @AfterAll
    static void stop() {
        broker.close();
        server.close();
    }

    @Test
    void aServerThatIsNotSetUpForReplicationFailsEachCheckOfIt() throws SQLException {
        CheckedPair pair = CheckedPair.create(server, "bare", state);

        assertFound(pair.check(V1_WAL_LEVEL), FAIL, "wal_level is replica");
        assertFound(pair.check(V1_SLOTS_LEFT), FAIL, "all 0 replication slots");
        assertFound(pair.check(V1_SENDERS_LEFT), FAIL, "all 0 sender processes");
        assertFound(pair.check(V1_REPLICATION), FAIL, "a replication connection is refused");
        assertFound(pair.check(V1_WAL_KEPT), WARN, "100 MB");
        assertFound(pair.check(V1_SETTINGS), WARN, "wal_sender_timeout is 0");
    }

    @Test
    void longAndPreparedTransactionsAreToldWithTheirSession() throws SQLException {
        CheckedPair pair = CheckedPair.create(server, "busy", state);
        CheckedPair impatient = pair.beside(pair.config().state(), Optional.empty(), Duration.ZERO);
        try (Connection open = server.connect(pair.target().database());
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()");
            pid.next();
            String process = "server process " + pid.getInt(1);

            assertFound(impatient.check(TARGET_LONG_TRANSACTIONS), WARN, process);
            assertFound(impatient.check(V1_LONG_TRANSACTIONS), WARN, "V1 makes the slot only when");
            assertFound(pair.check(TARGET_LONG_TRANSACTIONS), PASS, "no transaction");

            statement.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
            assertFound(pair.check(TARGET_PRIVILEGES), WARN, "somebody holds a lock");
            statement.execute("PREPARE TRANSACTION 'left open'");
        }

        assertFound(pair.check(V1_PREPARED_TRANSACTIONS), WARN, "'left open' of postgres in busy_v2");
        assertFound(pair.check(TARGET_PREPARED_TRANSACTIONS), WARN, "'left open'");

        pair.inTarget("ROLLBACK PREPARED 'left open'");
        assertFound(pair.check(V1_PREPARED_TRANSACTIONS), PASS, "none");
    }

    @Test
    void aDatabaseThatDoesNotAnswerFailsItsCheckAndThoseThatNeedItAndTheOthersRun() throws SQLException {
        CheckedPair pair = CheckedPair.create(server, "away", state);
        DatabaseAddress nobody = new DatabaseAddress("127.0.0.1", 1, "v1", "postgres", CheckedPair.PASSWORD, Map.of());

        PreflightReport report = Preflight.run(
                CheckedPair.of(server, nobody, pair.target(), state).config());

        assertFound(of(report, V1_CONNECTION), FAIL, "nothing answers there");
        for (CheckName needsV1 : Set.of(V1_VERSION, V1_SLOT, V1_TABLES, DUPLICATE_EMAILS, VOLUMES, STATE_DISK)) {
            assertFound(of(report, needsV1), FAIL, "not possible");
            assertThat(of(report, needsV1).remedy()).isEqualTo("see v1-connection");
        }
        assertFound(of(report, TARGET_TABLES), PASS, "11 tables");
        assertFound(of(report, TARGET_PRIVILEGES), PASS, "tried and rolled back");
        assertThat(report.volumes()).isEmpty();
        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(TextReport.of(report))
                .as("for a person, the cause alone")
                .noneMatch(line -> line.contains("v1-slot"))
                .filteredOn(line -> line.contains("-> see v1-connection"))
                .hasSize(1);
        assertThat(HtmlReport.of(report)).contains("What stands in the way: 1<", "What could not be looked at: ");
    }

    @Test
    void nothingIsWrittenAnywhere() throws Exception {
        CheckedPair pair = CheckedPair.create(server, "untouched", state.resolve("none"))
                .beside(
                        new StatePlace(state.resolve("none"), OptionalLong.empty(), Optional.empty()),
                        Optional.of(broker.bootstrapServers()),
                        Duration.ofMinutes(1));
        String v1Before = counters(pair.v1());
        String targetBefore = counters(pair.target());
        long logBefore = writtenTuples(pair.v1());

        PreflightReport report = Preflight.run(pair.config());

        assertThat(report.checks()).anySatisfy(each -> {
            assertThat(each.name()).isEqualTo(TARGET_PRIVILEGES);
            assertThat(each.status()).as(each.finding()).isEqualTo(PASS);
        });
        assertThat(counters(pair.v1())).isEqualTo(v1Before);
        assertThat(counters(pair.target())).isEqualTo(targetBefore);
        assertThat(writtenTuples(pair.v1()))
                .as("rows of any kind written in V1, the catalogue's too")
                .isEqualTo(logBefore);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).noneMatch(name -> name.startsWith("changeover.staging"));
        }
        assertThat(Files.exists(state.resolve("none"))).isFalse();

        // The counters can tell: the smallest write shows in each of them.
        pair.inV1("INSERT INTO drill_groups (name) VALUES ('one')");
        pair.inTarget("INSERT INTO drill_groups (name) VALUES ('one')");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(counters(pair.v1())).isNotEqualTo(v1Before);
            assertThat(counters(pair.target())).isNotEqualTo(targetBefore);
            assertThat(writtenTuples(pair.v1())).isGreaterThan(logBefore);
        });
    }

    @Test
    void aBrokerWhoseTopicsAreOtherThanPlannedAndOneThatIsAway() throws Exception {
        CheckedPair pair = CheckedPair.create(server, "topics", state);
        CheckedPair asked =
                pair.beside(pair.config().state(), Optional.of(broker.bootstrapServers()), Duration.ofMinutes(1));
        assertFound(asked.check(BROKER), PASS, "1 brokers");
        assertFound(asked.check(BROKER_LIMITS), PASS, "64 MB");
        assertFound(asked.check(TOPICS), PASS, "absent may be made");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            String users = SourceTopics.ofTable("users");
            admin.createTopics(List.of(new NewTopic(users, TopicPlan.DEFAULT_PARTITIONS + 3, (short) 1)))
                    .all()
                    .get();

            assertFound(asked.check(TOPICS), FAIL, users + " has 7 partitions instead of 4");

            admin.deleteTopics(List.of(users)).all().get();
        }

        assertFound(
                pair.beside(pair.config().state(), Optional.of("127.0.0.1:1"), Duration.ZERO)
                        .check(BROKER),
                FAIL,
                "cannot be reached");
        assertFound(pair.check(BROKER), PASS, "embedded broker");
    }

    private static Check of(PreflightReport report, CheckName name) {
        return report.checks().stream()
                .filter(each -> each.name() == name)
                .findAny()
                .orElseThrow();
    }

    private static String counters(DatabaseAddress address) throws SQLException {
        return ask(address, COUNTERS);
    }

    private static long writtenTuples(DatabaseAddress address) throws SQLException {
        return Long.parseLong(ask(
                address,
                "SELECT tup_inserted + tup_updated + tup_deleted FROM pg_stat_database WHERE datname = '"
                        + address.database() + "'"));
    }

    private static String ask(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = server.connect(address.database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
