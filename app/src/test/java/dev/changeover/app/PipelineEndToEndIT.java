package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.local.sample.LiveWorkload;
import dev.changeover.local.sample.LiveWorkloadConfig;
import dev.changeover.verifier.Verification;
import dev.changeover.verifier.VerifierConfig;
import dev.changeover.verifier.report.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on real components, each test going on where the one before it ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineEndToEndIT {
    private static final int USERS = 200;
    private static final int FIRST = 20;

    private TwoDatabases databases;
    private InProcess commands;

    @BeforeAll
    void start(@TempDir Path directory) throws SQLException {
        databases = TwoDatabases.withUsers(USERS);
        commands = databases.commands(directory);
    }

    @AfterAll
    void stop() {
        databases.close();
    }

    @Test
    @Order(1)
    void statsAndASelectiveMigrationAgree() throws IOException {
        JsonNode stats = answer(commands.run("stats", "--json"));
        JsonNode migrated = answer(commands.run("migrate", "--limit", "" + FIRST, "--json"));

        assertThat(stats.get("v1_users").asInt()).isEqualTo(USERS);
        assertThat(migrated.get("replaced").asInt() + migrated.get("created").asInt())
                .isEqualTo(FIRST);
        assertThat(migrated.get("pending").asInt())
                .isEqualTo(stats.get("v1_eligible").asInt() - FIRST);
        assertThat(migrated.get("skipped").asInt())
                .isEqualTo(stats.get("v1_skipped").asInt());
    }

    @Test
    @Order(2)
    void androidUsersAreUntouchedWhileTheyWriteDuringTheMigration() throws IOException {
        try (LiveWorkload workload = LiveWorkload.start(LiveWorkloadConfig.between(databases.v1(), databases.v2()))) {
            JsonNode migrated = answer(commands.run("migrate", "--json"));

            assertThat(migrated.get("pending").asInt()).isZero();
            assertThat(migrated.get("quarantined").asInt()).isZero();
            assertThat(workload.androidRowsChangedByOthers()).isEmpty();
            assertThat(workload.report().v2().failures()).isEmpty();
            assertThat(workload.report().v2().transactions()).isPositive();
        }
    }

    @Test
    @Order(3)
    void everyColumnIsRightAfterAMigration() throws Exception {
        answer(commands.run("migrate", "--json"));

        assertThat(verdict()).isEqualTo(Verdict.MATCH);
    }

    @Test
    @Order(4)
    void aSecondMigrationWritesNothing() throws Exception {
        List<String> before = rowVersions();

        JsonNode migrated = answer(commands.run("migrate", "--json"));

        assertThat(rowVersions()).isEqualTo(before);
        assertThat(migrated.get("rows_written").asInt()).isZero();
        assertThat(migrated.get("unchanged").asInt())
                .isEqualTo(migrated.get("replaced").asInt()
                        + migrated.get("created").asInt());
    }

    @Test
    @Order(5)
    void aChangeOfEveryKindInEveryTableArrivesAlsoWhenV1EndsEveryConnectionOfOurs() throws Exception {
        for (String change : EveryChange.whileStopped()) {
            databases.execute("v1", change);
        }
        assertThat(verdict()).isEqualTo(Verdict.MISMATCH);
        InProcess.Running sync = commands.start("sync", "--json");
        awaitMatch();

        for (String change : EveryChange.whileRunning()) {
            databases.execute("v1", change);
        }
        awaitMatch();
        cutOffFromV1(Duration.ofSeconds(6));
        databases.execute("v1", "UPDATE users SET last_name = 'after the cut'");
        awaitMatch();

        InProcess.Result stopped = sync.stop();
        assertThat(stopped.exitCode()).isZero();
        assertThat(answer(stopped).get("rows_written").asInt()).isPositive();
    }

    @Test
    @Order(6)
    void anInterruptedMigrationSaysSoAndTheNextOneGoesOn() throws Exception {
        databases.execute("v1", "UPDATE users SET first_name = 'Late' WHERE id % 3 = 0");

        InProcess.Result interrupted = commands.start("migrate").stop();
        answer(commands.run("migrate", "--json"));

        assertThat(interrupted.exitCode()).isEqualTo(130);
        assertThat(verdict()).isEqualTo(Verdict.MATCH);
    }

    @Test
    @Order(7)
    void aNewGenerationAfterAResnapshotKeepsEveryRowAndItsId() throws Exception {
        List<String> before = rowVersions();

        assertThat(answer(commands.run("capture", "resnapshot", "--json"))
                        .get("requested")
                        .asBoolean())
                .isTrue();
        JsonNode migrated = answer(commands.run("migrate", "--json"));

        assertThat(migrated.get("rows_written").asInt()).isZero();
        assertThat(rowVersions()).isEqualTo(before);
    }

    @Test
    @Order(8)
    void verifyEndsWithTheVerdictAndWritesAPage(@TempDir Path pages) throws Exception {
        Path page = pages.resolve("report.html");

        InProcess.Result match = commands.run("verify", "--json", "--report", page.toString());
        databases.execute(
                "v2",
                "UPDATE users SET first_name = 'Wrong' WHERE id = (SELECT max(id) FROM users"
                        + " WHERE id IN (SELECT target_user_id FROM changeover.v1_user))");
        InProcess.Result mismatch = commands.run("verify");

        assertThat(answer(match).get("verdict").asText()).isEqualTo("match");
        assertThat(page).content().contains("Both databases match");
        assertThat(mismatch.exitCode()).isEqualTo(4);
        assertThat(mismatch.out()).contains("first_name").doesNotContain("Wrong");
    }

    private void cutOffFromV1(Duration time) {
        await().during(time)
                .atMost(time.plusMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> databases
                        .texts(
                                "v1",
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                        + " WHERE datname = 'v1' AND pid <> pg_backend_pid()")
                        .stream()
                        .allMatch("t"::equals));
    }

    private void awaitMatch() {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(verdict()).isEqualTo(Verdict.MATCH));
    }

    private Verdict verdict() throws InterruptedException {
        return Verification.run(VerifierConfig.quiet(databases.v1(), databases.v2()))
                .verdict();
    }

    /** Changes when any row of a table that the plan writes is written, even with the same values. */
    private List<String> rowVersions() throws SQLException {
        List<String> versions = new ArrayList<>();
        for (TablePlan table : MigrationPlan.tables()) {
            versions.addAll(databases.texts(
                    "v2",
                    "SELECT '" + table.name()
                            + " ' || count(*) || ' ' || sum(hashtextextended(ctid::text || xmin, 0)) FROM "
                            + table.name()));
        }
        return versions;
    }

    private static JsonNode answer(InProcess.Result result) throws IOException {
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        return new ObjectMapper().readTree(result.lastLine());
    }
}
