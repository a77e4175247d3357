package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code migrate} answers adds up to V1's users, whoever came or went and whoever was left out, each test going on where the one
 * before it ended.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutcomesAddUpIT {
    private TwoDatabases databases;
    private InProcess commands;

    @BeforeAll
    void start(@TempDir Path directory) throws SQLException {
        databases = TwoDatabases.empty(Map.of());
        databases.execute(
                "v1",
                "INSERT INTO users (id, email, hashed_password) VALUES (1, 'stale@x.example', 'one'),"
                        + " (2, 'new@x.example', 'two'), (3, NULL, 'three'), (4, 'other@x.example', 'four')");
        databases.execute("v2", "INSERT INTO users (id, email) VALUES (100, 'stale@x.example')");
        commands = databases.commands(directory);
    }

    @AfterAll
    void stop() {
        databases.close();
    }

    @Test
    @Order(1)
    void whoSignedUpAfterTheBaselineIsPendingWhenItWasLeftOut() throws Exception {
        answer("migrate", "--limit", "1");
        databases.execute(
                "v1",
                "INSERT INTO users (id, email, hashed_password) VALUES (11, 'later@x.example', 'eleven'),"
                        + " (12, ' ', 'twelve'), (13, 'latest@x.example', 'thirteen')");

        JsonNode limited = answer("migrate", "--limit", "2");
        JsonNode named = answer("migrate", "--user", "later@x.example");

        assertThat(outcomes(limited))
                .isEqualTo("replaced 1, created 1, skipped 2, quarantined 0, pending 3, undone 0, deleted 0");
        assertThat(outcomes(named))
                .isEqualTo("replaced 1, created 2, skipped 2, quarantined 0, pending 2, undone 0, deleted 0");
        assertThat(sum(named)).isEqualTo(usersOfV1());
    }

    @Test
    @Order(2)
    void whoIsGoneFromV1IsCountedApartAlsoWhenItsDeletionWasLeftOut() throws Exception {
        databases.execute("v1", "DELETE FROM users WHERE id IN (2, 13)");

        JsonNode limited = answer("migrate", "--limit", "1");

        assertThat(outcomes(limited))
                .isEqualTo("replaced 1, created 1, skipped 2, quarantined 0, pending 1, undone 0, deleted 2");
        assertThat(sum(limited)).isEqualTo(usersOfV1());
        assertThat(limited.path("deletion_pending").asInt()).isEqualTo(1);
        assertThat(databases.texts("v2", "SELECT email FROM users WHERE email = 'new@x.example'"))
                .as("a run that left it out did not delete it")
                .hasSize(1);
    }

    @Test
    @Order(3)
    void whoseDeletionIsHinderedIsNoUserOfV1() throws Exception {
        databases.execute(
                "v2",
                "INSERT INTO premium_subscriptions (user_id, status, plan_type)"
                        + " SELECT id, 'active', 'year' FROM users WHERE email = 'new@x.example'");

        JsonNode all = answer("migrate");

        assertThat(outcomes(all))
                .isEqualTo("replaced 1, created 2, skipped 2, quarantined 0, pending 0, undone 0, deleted 2");
        assertThat(sum(all)).isEqualTo(usersOfV1());
        assertThat(all.path("deletion_pending").asInt()).isEqualTo(1);
        assertThat(all.get("quarantined_by_reason").path("deleted-in-v1").asInt())
                .isEqualTo(1);
    }

    @Test
    @Order(4)
    void whoIsInsertedAgainUnderItsKeyIsPendingWhenItWasLeftOut() throws Exception {
        databases.execute(
                "v1", "INSERT INTO users (id, email, hashed_password) VALUES (13, 'latest@x.example', 'thirteen')");

        JsonNode limited = answer("migrate", "--limit", "1");

        assertThat(outcomes(limited))
                .isEqualTo("replaced 1, created 2, skipped 2, quarantined 0, pending 1, undone 0, deleted 1");
        assertThat(sum(limited)).isEqualTo(usersOfV1());
    }

    @Test
    @Order(5)
    void whoseDeletionCanBeDoneAtLastIsOnlyCountedAsDeleted() throws Exception {
        databases.execute("v2", "DELETE FROM premium_subscriptions");
        assertThat(commands.run("quarantine", "retry", "--all").exitCode()).isZero();

        JsonNode all = answer("migrate");

        assertThat(outcomes(all))
                .isEqualTo("replaced 1, created 3, skipped 2, quarantined 0, pending 0, undone 0, deleted 1");
        assertThat(sum(all)).isEqualTo(usersOfV1());
        assertThat(all.path("deletion_pending").asInt()).isZero();
    }

    private static String outcomes(JsonNode answer) {
        return String.join(
                ", ",
                Stream.of("replaced", "created", "skipped", "quarantined", "pending", "undone", "deleted")
                        .map(outcome -> outcome + " " + answer.get(outcome).asInt())
                        .toList());
    }

    private static int sum(JsonNode answer) {
        return Stream.of("replaced", "created", "skipped", "quarantined", "pending", "undone")
                .mapToInt(outcome -> answer.get(outcome).asInt())
                .sum();
    }

    private int usersOfV1() throws SQLException {
        return databases.texts("v1", "SELECT id::text FROM users").size();
    }

    private JsonNode answer(String... arguments) throws IOException {
        String[] withJson =
                Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
        InProcess.Result result = commands.run(withJson);
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        return new ObjectMapper().readTree(result.lastLine());
    }
}
