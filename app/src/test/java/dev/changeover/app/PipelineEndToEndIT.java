package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import dev.changeover.local.sample.LiveWorkload;
import dev.changeover.local.sample.LiveWorkloadConfig;
import dev.changeover.local.sample.ReferenceData;
import dev.changeover.local.sample.ReferenceSize;
import dev.changeover.verifier.Verification;
import dev.changeover.verifier.VerifierConfig;
import dev.changeover.verifier.report.VerificationReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline through its command line: each test goes on where the one before it ended. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineEndToEndIT {
    private static LocalPostgres postgres;
    private static Map<String, String> environment;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void invent() throws SQLException {
        postgres = LocalPostgres.startTemporary();
        postgres.createDatabase("v1");
        postgres.createDatabase("v2");
        try (Connection connection = postgres.connect("v1")) {
            Schemas.createV1(connection);
        }
        try (Connection connection = postgres.connect("v2")) {
            Schemas.createV2(connection);
        }
        ReferenceData.load(v1(), v2(), ReferenceSize.ofUsers(300));
        environment = Map.of("V1_DATABASE_URL", CommandRun.url(v1()), "STAGING_DATABASE_URL", CommandRun.url(v2()));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    @Order(1)
    void migratesWhileBothKeepServingAndTouchesNoRowOfAnAndroidUser() {
        try (LiveWorkload workload = LiveWorkload.start(LiveWorkloadConfig.between(v1(), v2()))) {
            CommandRun migrate = new CommandRun(directory, environment);

            assertThat(migrate.run("migrate")).as(migrate::err).isZero();

            assertThat(workload.androidRowsChangedByOthers()).isEmpty();
            assertThat(workload.report().v2().failed()).isZero();
            assertThat(workload.report().v2().transactions()).isPositive();
        }
    }

    @Test
    @Order(2)
    void bringsEveryColumnOfEveryUserToV1sPosition() throws InterruptedException {
        CommandRun migrate = new CommandRun(directory, environment);

        assertThat(migrate.run("migrate", "--json")).as(migrate::err).isZero();

        assertThat(migrate.out()).contains("\"quarantined\":0", "\"pending\":0");
        assertMatch();
    }

    @Test
    @Order(3)
    void aFurtherMigrateWritesNothing() throws SQLException {
        long before = rowsWrittenInTarget();
        CommandRun migrate = new CommandRun(directory, environment);

        assertThat(migrate.run("migrate", "--json")).as(migrate::err).isZero();

        assertThat(migrate.out()).contains("\"rows_written\":0");
        assertThat(rowsWrittenInTarget()).isEqualTo(before);
    }

    @Test
    @Order(4)
    void aChangeOfAnyKindInAnyTableArrivesThroughSync() throws Exception {
        CommandRun sync = new CommandRun(directory, environment);
        CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(() -> sync.run("sync"));
        try {
            for (List<String> changes : List.of(EveryChange.INSERTS, EveryChange.UPDATES, EveryChange.MOVES)) {
                execute(changes);
                await().atMost(Duration.ofSeconds(90)).untilAsserted(PipelineEndToEndIT::assertMatch);
            }
            execute(EveryChange.DELETES);
            await().atMost(Duration.ofSeconds(90)).untilAsserted(PipelineEndToEndIT::assertMatch);
            assertThat(idsInTarget("refresh_tokens", "token = 'e2e-token'")).isZero();
        } finally {
            sync.interrupt();
        }
        assertThat(ended.get(30, TimeUnit.SECONDS)).as(sync::err).isZero();
    }

    private static void assertMatch() throws InterruptedException {
        VerificationReport report = Verification.run(VerifierConfig.quiet(v1(), v2()));
        assertThat(report.verdict().exitCode())
                .as(() -> report.line() + " "
                        + report.content().map(content -> content.mismatches().toString()))
                .isZero();
    }

    private static void execute(List<String> statements) throws SQLException {
        try (Connection connection = postgres.connect("v1");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
            }
        }
    }

    private static long rowsWrittenInTarget() throws SQLException {
        return number("SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables"
                + " WHERE schemaname = 'public'");
    }

    private static long idsInTarget(String table, String condition) throws SQLException {
        return number("SELECT count(*) FROM " + table + " WHERE " + condition);
    }

    private static long number(String sql) throws SQLException {
        try (Connection connection = postgres.connect("v2");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static DatabaseAddress v1() {
        return postgres.address("v1");
    }

    private static DatabaseAddress v2() {
        return postgres.address("v2");
    }
}
