package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.VerifiedPosition;
import dev.changeover.local.sample.LiveWorkload;
import dev.changeover.local.sample.LiveWorkloadConfig;
import dev.changeover.local.sample.LiveWorkloadReport;
import dev.changeover.verifier.content.PipelinePosition;
import dev.changeover.verifier.content.PipelinePosition.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code verify} beside a {@code sync} on real components. By hand, on a machine of its own: {@code -Dchangeover.live.seconds=60
 * -Dchangeover.live.rate=100} say how long each run under the workload lasts, and what rate it must reach.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifyWhileBothDatabasesAreWrittenIT {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyWhileBothDatabasesAreWrittenIT.class);
    private static final int USERS = 500;
    /**
     * Transactions a second that each application must reach: in the suite few. A harness runs beside it there, on a machine
     * that may be slow, and a pipeline that cannot keep up is never in step with V1.
     */
    private static final int RATE = Integer.getInteger("changeover.live.rate", 10);
    /** What each is asked for. */
    private static final int ASKED = RATE * 8 / 5;

    private static final int MATCH = 0;
    private static final int MISMATCH = 4;
    private static final int INCONCLUSIVE = 5;
    private static final int DRILLS_CHANGED = 3;
    /** Migrated items of drill groups that have a drill, but for users and rows in quarantine: those stay as they are. */
    private static final String ITEMS = "FROM drill_group_items c JOIN changeover.migrated_row m"
            + " ON m.live AND m.table_number = 5 AND m.v2_id = c.id JOIN changeover.v1_user u ON u.v1_user_id ="
            + " m.v1_user_id AND u.outcome IN ('replaced', 'created') WHERE c.drill_uuid IS NOT NULL AND NOT EXISTS"
            + " (SELECT FROM changeover.quarantine q WHERE q.table_name = 'drill_group_items' AND q.v1_id = m.v1_id)";

    /** How long a run may go on beyond its duration until the pipeline has come through once. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Duration RUN = Duration.ofSeconds(Integer.getInteger("changeover.live.seconds", 15));

    private TwoDatabases databases;
    private Path directory;
    private InProcess commands;
    private InProcess.Running sync;

    /** One verification that was asked for as JSON. */
    private record Verified(int exitCode, JsonNode answer) {
        boolean hasLookedAgain() {
            return !answer.get("lsn").equals(answer.get("from_lsn"));
        }

        List<JsonNode> mismatches() {
            List<JsonNode> nodes = new ArrayList<>();
            answer.get("mismatches").forEach(nodes::add);
            return nodes;
        }
    }

    @BeforeAll
    void startSync(@TempDir Path folder) throws SQLException {
        directory = folder;
        databases = TwoDatabases.withUsers(USERS);
        commands = databases.commands(directory);
        sync = commands.start("sync", "--json");
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> sync.result().isDone() || (hasLedger() && pending() == 0));
        assertThat(sync.result()).as("sync").isNotDone();
        databases.execute("v2", "ANALYZE"); // as autovacuum does within a minute: plans without it are slow
    }

    @AfterAll
    void stop() {
        InProcess.Result result = sync.stop();
        databases.close();
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @RepeatedTest(3)
    @Order(1)
    void findsNoFalseMismatchWhileBothApplicationsWrite() throws Exception {
        try (LiveWorkload workload = workload()) {
            awaitActivity(workload);
            LiveWorkloadReport before = workload.report();
            long started = System.nanoTime();
            int matches = 0;
            int withSuspects = 0;

            while (isWithin(RUN, started) || (matches == 0 && isWithin(PATIENCE, started))) {
                LiveWorkloadReport begin = workload.report();
                Verified verified = verify();
                LiveWorkloadReport end = workload.report();

                // On a machine that is too busy the pipeline may be waited for in vain: inconclusive, and never a
                // mismatch.
                assertThat(verified.exitCode()).as(verified.answer().toString()).isIn(MATCH, INCONCLUSIVE);
                assertThat(verified.mismatches()).isEmpty();
                assertThat(end.v1().transactions()).isGreaterThan(begin.v1().transactions());
                assertThat(end.v2().transactions()).isGreaterThan(begin.v2().transactions());
                matches += verified.exitCode() == MATCH ? 1 : 0;
                withSuspects += verified.hasLookedAgain() ? 1 : 0;
                LOG.atInfo()
                        .addKeyValue("line", verified.answer().get("summary").asText())
                        .addKeyValue("seconds", verified.answer().get("seconds"))
                        .log("verified");
            }

            double seconds = (System.nanoTime() - started) / 1e9;
            double v1Rate = (workload.report().v1().transactions() - before.v1().transactions()) / seconds;
            double v2Rate = (workload.report().v2().transactions() - before.v2().transactions()) / seconds;
            LOG.atInfo()
                    .addKeyValue("matches", matches)
                    .addKeyValue("withSuspects", withSuspects)
                    .addKeyValue("v1Rate", v1Rate)
                    .addKeyValue("v2Rate", v2Rate)
                    .log("run ended");
            assertThat(matches).isPositive();
            assertThat(v1Rate).isGreaterThanOrEqualTo(RATE);
            assertThat(v2Rate).isGreaterThanOrEqualTo(RATE);
            assertThat(withSuspects).isPositive();
            assertThat(workload.report().v2().failures()).isEmpty();
        }
    }

    @Test
    @Order(2)
    void aChangeOfTheTargetsDrillsIsPassedWhenItsUsersAreWrittenAgainAndNotBefore() throws Exception {
        PipelinePosition position = VerifiedPosition.of(
                        Configuration.load(Map.of(), databases.environment(), Optional.empty(), directory))
                .orElseThrow();

        for (int i = 0; i < DRILLS_CHANGED; i++) {
            String drill = databases
                    .texts("v2", "SELECT c.drill_uuid " + ITEMS + " GROUP BY 1 ORDER BY count(*) DESC, 1")
                    .get(0);
            databases.execute("v2", "UPDATE drills SET title = title || ' (renamed)' WHERE uuid = '" + drill + "'");

            assertThat(position.awaitPassed(0, Duration.ofMinutes(2))).isEqualTo(new Answer.Passed());

            assertThat(databases.texts("v2", "SELECT c.id " + ITEMS + " AND c.drill_uuid = '" + drill + "'"))
                    .as("items with a drill that V1's title does not mean any more")
                    .isEmpty();
        }
    }

    @Test
    @Order(3)
    void aDrillThatLeavesTheTargetMakesSuspectsAndNoMismatch() throws Exception {
        databases.execute(
                "v2",
                "DELETE FROM drill_skill_focus; DELETE FROM drills WHERE uuid = (SELECT drill_uuid FROM"
                        + " ordered_session_drills WHERE drill_uuid IN (SELECT uuid FROM drills) GROUP BY 1"
                        + " ORDER BY count(*) DESC, 1 LIMIT 1)");

        Verified verified = verify();

        assertThat(verified.answer().get("verdict").asText())
                .as(verified.answer().toString())
                .isEqualTo("match");
    }

    @Test
    @Order(4)
    void findsAPlantedCorruptionInTheSameSituation() throws Exception {
        // A table that the workload writes to when somebody signs up, and never again.
        String planted =
                "SELECT v1_id FROM changeover.migrated_row WHERE table_number = 3 AND live ORDER BY v1_id LIMIT 20";
        Set<String> rows = new HashSet<>(databases.texts("v2", planted));
        try (LiveWorkload workload = workload()) {
            awaitActivity(workload);
            LiveWorkloadReport begin = workload.report();
            databases.execute(
                    "v2",
                    "UPDATE session_preferences SET duration = coalesce(duration, 0) + 1 WHERE id IN"
                            + " (SELECT v2_id FROM changeover.migrated_row WHERE table_number = 3 AND v1_id IN ("
                            + planted
                            + "))");

            Verified verified = verify();

            assertThat(workload.report().v1().transactions())
                    .isGreaterThan(begin.v1().transactions());
            assertThat(verified.exitCode()).isEqualTo(MISMATCH);
            assertThat(verified.mismatches())
                    .as(verified.answer().toString())
                    .isNotEmpty()
                    .allMatch(each -> each.get("table").asText().equals("session_preferences")
                            && each.get("column").asText().equals("duration")
                            && rows.contains(each.get("v1_id").asText()));
        }
    }

    private static boolean isWithin(Duration duration, long startedNanos) {
        return System.nanoTime() - startedNanos < duration.toNanos();
    }

    private LiveWorkload workload() {
        return LiveWorkload.start(
                new LiveWorkloadConfig(databases.v1(), databases.v2(), ASKED, ASKED, System.nanoTime(), true));
    }

    private static void awaitActivity(LiveWorkload workload) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> workload.report().v1().transactions() > RATE
                        && workload.report().v2().transactions() > RATE);
    }

    private Verified verify() throws IOException {
        InProcess.Result result = commands.run("verify", "--json");
        assertThat(sync.result()).as("sync").isNotDone();
        return new Verified(result.exitCode(), new ObjectMapper().readTree(result.lastLine()));
    }

    private boolean hasLedger() throws SQLException {
        return databases
                .texts("v2", "SELECT to_regclass('changeover.v1_user') IS NOT NULL")
                .contains("t");
    }

    private long pending() throws SQLException {
        return Long.parseLong(databases
                .texts(
                        "v2",
                        "SELECT CASE WHEN EXISTS (SELECT FROM changeover.v1_user) THEN"
                                + " (SELECT count(*) FROM changeover.v1_user WHERE outcome = 'pending') ELSE -1 END")
                .get(0));
    }
}
