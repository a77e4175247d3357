package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Staging was rehearsed on one machine; production's pipeline runs on another and has taken V1's slot over. Neither machine knows the other
 * one's database. Each test goes on where the one before it ended.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CleanupWithoutTheOtherUrlIT {
    private static final int USERS = 50;
    private static final String MADE_IN_V1 =
            "SELECT slot_name::text FROM pg_replication_slots UNION ALL SELECT pubname FROM pg_publication";
    private static final String[] CLEANUP_OF_STAGING = {"cleanup", "--yes", "--json"};
    private static final String[] CLEANUP_OF_PRODUCTION = {
        "cleanup", "--environment", "production", "--confirm", "production", "--json"
    };

    private TwoDatabases databases;
    private InProcess rehearsal;
    private InProcess production;
    private Path elsewhere = Path.of("");

    @BeforeAll
    void migrateOnTwoMachines(@TempDir Path machines) throws Exception {
        elsewhere = machines.resolve("elsewhere");
        databases = TwoDatabases.withUsers(USERS);
        databases.execute("postgres", "CREATE DATABASE production TEMPLATE v2");
        rehearsal = databases.commands(machines.resolve("rehearsal"));
        production = new InProcess(machines.resolve("production"))
                .with("V1_DATABASE_URL", databases.url("v1"))
                .with("V2_DATABASE_URL", databases.url("production"));
        answer(rehearsal.run("migrate", "--json"));
        answer(production.run("capture", "resnapshot", "--json"));
        migrateProduction();
    }

    @AfterAll
    void stop() {
        databases.close();
    }

    @Test
    @Order(1)
    void aSlotThatAnotherPipelineHasTakenOverStaysInItsPlace() throws Exception {
        JsonNode preview = answer(rehearsal.run("cleanup", "--preview", "--json"));
        JsonNode cleanup = answer(rehearsal.run(CLEANUP_OF_STAGING));

        assertThat(kinds(cleanup.get("removed"))).contains("schema", "topic").doesNotContain("slot", "publication");
        assertThat(preview.get("kept")).isEqualTo(cleanup.get("kept"));
        assertThat(cleanup.get("kept").findValuesAsText("why"))
                .anyMatch(why -> why.contains("V2_DATABASE_URL is not set")
                        && why.contains("ahead of what was confirmed here")
                        && why.contains("--without-other"));
        assertThat(databases.texts("v1", MADE_IN_V1)).containsExactly("changeover", "changeover");
        databases.execute("v1", "UPDATE users SET first_name = 'Late'");
        migrateProduction();
        assertThat(databases.texts("production", "SELECT count(*) FROM users WHERE first_name = 'Late'"))
                .doesNotContain("0");
    }

    @Test
    @Order(2)
    void aMachineWithoutThePipelinesBrokerKeepsWhatItCannotTell() throws Exception {
        JsonNode embedded = answer(databases.commands(elsewhere).run(CLEANUP_OF_STAGING));
        JsonNode leftOut = answer(databases.commands(elsewhere).run("cleanup", "--yes", "--json", "--without-broker"));

        for (JsonNode cleanup : List.of(embedded, leftOut)) {
            assertThat(cleanup.get("removed")).isEmpty();
            assertThat(kinds(cleanup.get("kept"))).contains("slot", "publication");
        }
        assertThat(databases.texts("v1", MADE_IN_V1)).containsExactly("changeover", "changeover");
    }

    @Test
    @Order(3)
    void leavingTheOtherEnvironmentOutTakesNothingThatItIsSeenToUse() throws Exception {
        InProcess knowing = databases.commands(elsewhere).with("V2_DATABASE_URL", databases.url("production"));

        JsonNode cleanup = answer(knowing.run("cleanup", "--yes", "--without-other", "--json"));

        assertThat(cleanup.get("removed")).isEmpty();
        assertThat(cleanup.get("kept").findValuesAsText("why"))
                .anyMatch(why -> why.contains("production still uses it"));
    }

    @Test
    @Order(4)
    void aPublicationThatAnotherSlotMayReadStaysWithoutTheSlot() throws Exception {
        databases.execute("v1", "SELECT pg_create_logical_replication_slot('elsewhere', 'pgoutput')");

        JsonNode preview = answer(production.run("cleanup", "--environment", "production", "--preview", "--json"));

        assertThat(kinds(preview.get("found"))).contains("slot").doesNotContain("publication");
        assertThat(preview.get("kept").findValuesAsText("why"))
                .anyMatch(why -> why.contains("(elsewhere)") && why.contains("DROP PUBLICATION"));
        databases.execute("v1", "SELECT pg_drop_replication_slot('elsewhere')");
    }

    @Test
    @Order(5)
    void theOnlyEnvironmentOfAPipelineLeavesNoSlotBehind() throws Exception {
        JsonNode cleanup = answer(production.run(CLEANUP_OF_PRODUCTION));

        assertThat(kinds(cleanup.get("removed"))).contains("schema", "slot", "publication", "state");
        assertThat(databases.texts("v1", MADE_IN_V1)).isEmpty();
        assertThat(answer(production.run(CLEANUP_OF_PRODUCTION)).get("found")).isEmpty();
    }

    @Test
    @Order(6)
    void anOtherDatabaseThatDoesNotAnswerCountsAsAUseUntilItIsLeftOut() throws Exception {
        databases.execute("v1", "SELECT pg_create_logical_replication_slot('changeover', 'pgoutput')");
        InProcess away = databases.commands(elsewhere).with("V2_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/gone");

        JsonNode kept = answer(away.run(CLEANUP_OF_STAGING));
        JsonNode taken = answer(away.run("cleanup", "--yes", "--without-other", "--json"));

        assertThat(kinds(kept.get("kept"))).contains("slot");
        assertThat(kept.get("kept").findValuesAsText("why")).anyMatch(why -> why.contains("--without-other"));
        assertThat(kinds(taken.get("removed"))).contains("slot");
        assertThat(databases.texts("v1", MADE_IN_V1)).isEmpty();
    }

    private void migrateProduction() throws IOException {
        answer(production.run("migrate", "--environment", "production", "--confirm", "production", "--json"));
    }

    private static List<String> kinds(JsonNode things) {
        return StreamSupport.stream(things.spliterator(), false)
                .map(each -> each.get("kind").asText())
                .toList();
    }

    private static JsonNode answer(InProcess.Result result) throws IOException {
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        return new ObjectMapper().readTree(result.lastLine());
    }
}
