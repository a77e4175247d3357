package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import dev.changeover.app.command.Interruption;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What an operator looks at and decides around a run, each test going on where the one before it ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorCommandsIT {
    private final List<InProcess.Result> answers = new ArrayList<>();
    private TwoDatabases databases;
    private InProcess commands;

    @BeforeAll
    void start(@TempDir Path directory) throws SQLException {
        databases = TwoDatabases.empty(Map.of());
        databases.execute(
                "v1",
                "INSERT INTO users (id, email, hashed_password) VALUES (1, 'stale@x.example', '$2b$12$one'),"
                        + " (2, 'new@x.example', '$2b$12$two'), (3, 'twice@x.example', '$2b$12$three'),"
                        + " (4, 'Twice@x.example', '$2b$12$four'), (5, NULL, '$2b$12$five'),"
                        + " (6, 'own@x.example', '$2b$12$six')");
        databases.execute(
                "v2", "INSERT INTO users (id, email) VALUES (100, 'stale@x.example'), (101, 'own@x.example')");
        commands = databases.commands(directory);
    }

    @AfterAll
    void stop() {
        databases.close();
    }

    @Test
    @Order(1)
    void theBaselineIsShownBeforeTheFirstRunAndNothingIsWrittenForThat() throws Exception {
        JsonNode shown = answer(0, "baseline", "show", "--json");

        assertThat(shown.get("taken").asBoolean()).isFalse();
        assertThat(shown.get("stale").asInt()).isEqualTo(2);
        assertThat(shown.get("protected").asInt()).isZero();
        assertThat(run(2, "baseline", "pair", "new@x.example", "own@x.example").err())
                .contains("There is no baseline yet", "--yes is missing");
        assertThat(databases.texts("v2", "SELECT nspname FROM pg_namespace WHERE nspname = 'changeover'"))
                .isEmpty();
        assertThat(answer(3, "users", "list", "--json").get("error").get("what").asText())
                .contains("has no ledger yet");
    }

    @Test
    @Order(2)
    void whoeverSaysNoAfterTheBaselineWasTakenIsToldSo() {
        Interruption interruption = new Interruption();
        List<String> ifEndedAtTheQuestion = new ArrayList<>();
        commands.asking(question -> {
            ifEndedAtTheQuestion.add(interruption.isHeeded() ? "heeded" : interruption.soFar());
            return Optional.of(ifEndedAtTheQuestion.size() == 1 ? "yes" : "no");
        });

        InProcess.Result refused = commands.run(interruption, "baseline", "pair", "new@x.example", "own@x.example");

        commands.asking(question -> Optional.empty());
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
                .contains("The baseline was taken, and nobody was paired")
                .doesNotContain("Nothing was");
        assertThat(ifEndedAtTheQuestion)
                .containsExactly("Nothing was changed.", "The baseline was taken, and nobody was paired.");
    }

    @Test
    @Order(3)
    void aTargetUserIsProtectedBeforeTheFirstRun() throws Exception {
        JsonNode changed = answer(0, "baseline", "protect", "own@x.example", "--json");

        assertThat(changed.get("protected")).hasSize(1);
        assertThat(changed.get("v1_users_without_copy").get(0).asInt()).isEqualTo(6);
        assertThat(run(0, "baseline", "show", "own@x.example").out()).contains("protected: never written");
        assertThat(answer(0, "baseline", "show", "--json").get("protected").asInt())
                .isEqualTo(1);
    }

    @Test
    @Order(4)
    void whoIsPairedLosesRowsAndSoThatIsAskedFirst() throws Exception {
        InProcess.Result asked = run(2, "baseline", "pair", "new@x.example", "own@x.example");

        assertThat(asked.err()).contains("will replace user 101 of the target", "protected now", "--yes is missing");
        assertThat(databases.texts("v2", "SELECT v1_user_id FROM changeover.pairing"))
                .containsExactly("1");
    }

    @Test
    @Order(5)
    void whoeverInterruptsAtTheQuestionPairsNobody() throws Exception {
        Interruption interruption = new Interruption();
        commands.asking(question -> {
            interruption.request();
            return Optional.of("yes");
        });

        InProcess.Result interrupted = commands.run(interruption, "baseline", "pair", "new@x.example", "own@x.example");

        commands.asking(question -> Optional.empty());
        assertThat(interrupted.exitCode()).isEqualTo(130);
        assertThat(interrupted.err()).contains("Interrupted. Nobody was paired.");
        assertThat(databases.texts("v2", "SELECT v1_user_id FROM changeover.pairing"))
                .containsExactly("1");
    }

    @Test
    @Order(6)
    void theOutcomesAddUpToV1sUsersAndEveryRefusalSaysWhatToDo() throws Exception {
        answer(0, "migrate", "--json");

        JsonNode users = answer(0, "users", "list", "--json");
        JsonNode quarantine = answer(0, "quarantine", "list", "--json");

        assertThat(users.get("outcomes"))
                .isEqualTo(
                        new ObjectMapper().readTree("{\"created\":1,\"quarantined\":3,\"replaced\":1,\"skipped\":1}"));
        assertThat(users.get("users")).hasSize(6);
        assertThat(reasons(quarantine)).containsExactlyInAnyOrder("duplicate-email 2", "email-taken 1");
        quarantine
                .get("entries")
                .forEach(entry -> assertThat(entry.get("remedy").asText()).isNotBlank());
        assertThat(answer(0, "quarantine", "list", "--kind", "row", "--json").get("entries"))
                .isEmpty();
    }

    @Test
    @Order(7)
    void aUserIsShownByWhatWasTyped() throws Exception {
        JsonNode shown = answer(0, "users", "show", "STALE@x.example", "--json")
                .get("users")
                .get(0);

        assertThat(shown.get("outcome").asText()).isEqualTo("replaced");
        assertThat(shown.get("replaced_user_id").asInt()).isEqualTo(100);
        assertThat(shown.get("rows").get("users").asInt()).isEqualTo(1);
        assertThat(run(0, "users", "show", "5").out()).contains("skipped");
        assertThat(run(0, "quarantine", "show", "twice@x.example").out())
                .contains("V1 user 3", "V1 user 4", "what to do");
    }

    @Test
    @Order(8)
    void afterTheFirstWriteTheBaselineStays() {
        assertThat(run(3, "baseline", "protect", "stale@x.example").err()).contains("first write");
    }

    @Test
    @Order(9)
    void aRetryAfterTheCauseIsGoneBringsTheUserNow() throws Exception {
        databases.execute("v2", "UPDATE users SET email = 'elsewhere@x.example' WHERE id = 101");

        JsonNode tried = answer(0, "quarantine", "retry", "own@x.example", "--json");

        assertThat(tried.get("settled").asInt()).isEqualTo(1);
        assertThat(databases.texts("v2", "SELECT outcome FROM changeover.v1_user WHERE v1_user_id = 6"))
                .containsExactly("created");
    }

    @Test
    @Order(10)
    void aRetryWhileTheCauseIsThereIsRefusedAgain() throws Exception {
        JsonNode tried = answer(3, "quarantine", "retry", "--all", "--json");

        assertThat(tried.get("refused").asInt()).isEqualTo(2);
        assertThat(tried.get("details").get(0).get("reasons").get(0).asText()).isEqualTo("duplicate-email");
    }

    @Test
    @Order(11)
    void aDecisionAboutRowsWhereThereIsNoneIsRefused() throws Exception {
        assertThat(run(3, "quarantine", "retry", "3", "--take", "v2").err())
                .contains("Nothing was decided", "V1 user 3");
        assertThat(run(2, "quarantine", "retry", "--reason", "email-taken", "--take", "v2")
                        .err())
                .contains("leave out --reason email-taken");
    }

    @Test
    @Order(12)
    void theHistoryHoldsEveryCommandThatChangedSomethingAndHowItEnded() throws Exception {
        databases.execute(
                "v2",
                "INSERT INTO changeover.command (command, arguments, os_user, host, process_id, started_at)"
                        + " SELECT 'sync', '', os_user, host, 2147483646, now() FROM changeover.command LIMIT 1");

        JsonNode history = answer(0, "history", "--json").get("commands");

        assertThat(StreamSupport.stream(history.spliterator(), false)
                        .map(each -> each.get("command").asText() + ": "
                                + each.get("outcome").asText()))
                .containsExactly(
                        "sync: did not end",
                        "quarantine retry: exit code 3",
                        "quarantine retry: exit code 3",
                        "quarantine retry: exit code 0",
                        "baseline protect: exit code 3",
                        "migrate: exit code 0",
                        "baseline pair: exit code 130",
                        "baseline pair: exit code 2",
                        "baseline protect: exit code 0",
                        "baseline pair: exit code 3");
        assertThat(run(0, "history", "--limit", "1").out()).contains("did not end");
    }

    @Test
    @Order(13)
    void aPointIsMadeAlsoWhenItsMakerIsInterruptedBeforeOlderOnesAreDeleted() throws Exception {
        answer(0, "rollback-point", "create", "--name", "older", "--json");
        Interruption interruption = new Interruption();
        interruption.request();

        InProcess.Result made =
                commands.run(interruption, "rollback-point", "create", "--name", "newer", "--keep", "1");

        assertThat(made.exitCode()).as(made.err()).isEqualTo(130);
        assertThat(interruption.isHeeded()).isTrue();
        assertThat(made.err()).contains("Interrupted. The point is made");
        assertThat(answer(0, "rollback-point", "list", "--json").get("points").findValuesAsText("name"))
                .contains("older", "newer");
    }

    @Test
    @Order(14)
    void nothingInAnyOutputOrInTheLogOfCommandsIsASecretOrAnEmailThatWasNotTyped() throws Exception {
        String kept = String.join("\n", databases.texts("v2", "SELECT c::text FROM changeover.command AS c"));

        assertThat(kept).contains("protect").doesNotContain("@x.example", DatabasePair.PASSWORD);
        assertThat(answers).hasSizeGreaterThan(10).allSatisfy(each -> assertThat(each.out() + each.err())
                .doesNotContain("$2b$12$", DatabasePair.PASSWORD, "new@x.example", "elsewhere@x.example"));
    }

    private static List<String> reasons(JsonNode quarantine) {
        return StreamSupport.stream(quarantine.get("counts").spliterator(), false)
                .map(each ->
                        each.get("reason").asText() + " " + each.get("entries").asInt())
                .toList();
    }

    private InProcess.Result run(int exitCode, String... arguments) {
        InProcess.Result result = commands.run(arguments);
        answers.add(result);
        assertThat(result.exitCode()).as(result.err() + result.out()).isEqualTo(exitCode);
        return result;
    }

    private JsonNode answer(int exitCode, String... arguments) throws IOException {
        return new ObjectMapper().readTree(run(exitCode, arguments).lastLine());
    }
}
