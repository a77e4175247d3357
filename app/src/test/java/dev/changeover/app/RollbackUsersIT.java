package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Undo as an operator types it, each test going on where the one before it ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RollbackUsersIT {
    private static final int DONE = 0;
    private static final int USAGE = 2;
    private static final int REFUSED = 3;
    private static final int MISMATCH = 4;
    private static final int INTERRUPTED = 130;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private TwoDatabases databases;
    private InProcess commands;
    private Map<String, String> before = Map.of();
    private String email = "";
    private List<String> migrated = List.of();

    @BeforeAll
    void migrate(@TempDir Path directory) throws SQLException {
        databases = TwoDatabases.withUsers(160);
        commands = databases.commands(directory);
        before = contents();
        InProcess.Result migrated = commands.run("migrate", "--json");
        assertThat(migrated.exitCode()).as(migrated.err()).isEqualTo(DONE);
        email = databases
                .texts("v2", "SELECT identity FROM changeover.v1_user WHERE outcome = 'replaced' ORDER BY 1 LIMIT 1")
                .get(0);
    }

    @AfterAll
    void stop() {
        databases.close();
    }

    @Test
    @Order(1)
    void nothingIsDoneWithoutConsentOrForAnUnknownUser() throws SQLException {
        Map<String, String> migrated = contents();

        assertThat(commands.run("rollback").exitCode()).isEqualTo(USAGE);
        assertThat(commands.run("rollback", "--user", email).exitCode()).isEqualTo(USAGE);
        InProcess.Result unknown = commands.run("rollback", "--user", email, "--user", "nobody@nowhere", "--yes");
        assertThat(unknown.exitCode()).isEqualTo(REFUSED);
        assertThat(unknown.err()).contains("--user number 2").doesNotContain("nobody@nowhere");
        InProcess.Result preview = commands.run("rollback", "--user", email, "--preview");
        assertThat(preview.exitCode()).isEqualTo(DONE);
        assertThat(preview.out()).contains("1 users are put back");

        assertThat(contents()).isEqualTo(migrated);
    }

    @Test
    @Order(2)
    void anUndoneUserStandsApartInVerifyAndIsNotMigratedAgain() throws Exception {
        migrated = rowsOfUser();
        JsonNode undone = answer(commands.run("rollback", "--user", email, "--yes", "--json"));
        Map<String, String> after = contents();

        assertThat(undone.get("undone").asInt()).isEqualTo(1);
        InProcess.Result verified = commands.run("verify");
        assertThat(verified.exitCode()).as(verified.out()).isEqualTo(DONE);
        assertThat(verified.lastLine()).contains("1 users undone");
        databases.execute("v1", "UPDATE users SET first_name = 'again' WHERE lower(email) = '" + email + "'");
        assertThat(answer(commands.run("migrate", "--json")).get("undone").asInt())
                .isEqualTo(1);
        assertThat(contents()).isEqualTo(after);
    }

    @Test
    @Order(3)
    void anUndoneUserComesBackUnderItsIdsWhenAReplayNamesIt() throws Exception {
        Map<String, String> undone = contents();
        InProcess.Result nobodyAgreed = commands.run("replay", "--user", email);
        assertThat(nobodyAgreed.exitCode()).isEqualTo(USAGE);
        assertThat(nobodyAgreed.err()).contains("V1 user ").doesNotContain(email);
        assertThat(contents()).isEqualTo(undone);

        // Its document says what the last one says, which the sink has left alone.
        JsonNode replayed = answer(commands.run("replay", "--user", email, "--yes", "--json"));

        assertThat(replayed.get("undone").asInt()).isZero();
        assertThat(replayed.get("rows_written").asInt()).isPositive();
        assertThat(migrated).isNotEmpty();
        assertThat(rowsOfUser()).isEqualTo(migrated);
        assertThat(databases.texts("v2", "SELECT first_name FROM users WHERE lower(email) = '" + email + "'"))
                .containsExactly("again");
        InProcess.Result verified = commands.run("verify");
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isEqualTo(DONE);
        assertThat(verified.lastLine()).contains("match").doesNotContain("undone");
    }

    @Test
    @Order(4)
    void interruptedItSaysHowManyArePutBackAndTheSameCommandGoesOn() throws Exception {
        long all = migratedUsers();
        InProcess.Running rollback;
        InProcess.Result interrupted;
        try (Connection holder = databases.connect("v2");
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM changeover.v1_user WHERE v1_user_id = (SELECT min(v1_user_id)"
                    + " FROM changeover.v1_user WHERE target_user_id IS NOT NULL) FOR UPDATE");
            rollback = commands.start("rollback", "--migrated", "--yes");
            await().atMost(PATIENCE).until(() -> !databases
                    .texts("v2", "SELECT pid::text FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                    .isEmpty());
            rollback.interruption().request(); // in the first of two transactions
            holder.rollback();
            interrupted = rollback.result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        assertThat(interrupted.exitCode()).as(interrupted.err()).isEqualTo(INTERRUPTED);
        assertThat(all).isGreaterThan(migratedUsers());
        assertThat(migratedUsers()).isPositive();
        assertThat(interrupted.err())
                .contains("Interrupted. " + (all - migratedUsers()) + " of " + all + " users are put back");
    }

    private long migratedUsers() throws SQLException {
        return Long.parseLong(databases
                .texts("v2", "SELECT count(*)::text FROM changeover.v1_user WHERE target_user_id IS NOT NULL")
                .get(0));
    }

    @Test
    @Order(5)
    void rollbackMigratedGivesTheTargetBackAsItWasThoughV1DoesNotAnswer() throws Exception {
        commands.with("V1_DATABASE_URL", "postgresql://nobody:none@127.0.0.1:1/none");
        InProcess.Result no = commands.answering("no").run("rollback", "--migrated");
        assertThat(no.exitCode()).isEqualTo(REFUSED);
        assertThat(contents()).isNotEqualTo(before);

        JsonNode undone = answer(commands.answering("yes").run("rollback", "--migrated", "--json"));

        assertThat(undone.get("refused")).isEmpty();
        assertThat(undone.get("undone").asInt()).isGreaterThan(40);
        assertThat(contents()).isEqualTo(before);
        assertThat(databases.texts("v2", "SELECT epoch::text FROM changeover.target"))
                .isEqualTo(List.of("3"));
        assertThat(answer(commands.run("rollback", "--migrated", "--yes", "--json"))
                        .get("undone")
                        .asInt())
                .isZero();
    }

    @Test
    @Order(6)
    void whoIsProtectedAfterAnUndoHasNoRowThatTheSinkWrote() throws Exception {
        commands.with("V1_DATABASE_URL", databases.url("v1"));
        answer(commands.run("baseline", "protect", email, "--json"));

        InProcess.Result verified = commands.run("verify", "--json");

        JsonNode finding = new ObjectMapper().readTree(verified.lastLine()).get("protected");
        assertThat(finding.get("rows_written_by_sink").asInt()).isZero();
        assertThat(verified.exitCode()).as(verified.out()).isNotEqualTo(MISMATCH);
    }

    @Test
    @Order(7)
    void whoIsMigratedBetweenTheListAndTheAnswerIsPutBackToo() throws Exception {
        migrateFromV1("early");
        InProcess asked = commands.asking(question -> {
            migrateFromV1("late");
            return Optional.of("yes");
        });

        JsonNode undone = answer(asked.run("rollback", "--migrated", "--json"));

        assertThat(undone.get("undone").asInt()).isEqualTo(2);
        assertThat(migratedUsers()).isZero();
    }

    @Test
    @Order(8)
    void whoIsMigratedBetweenTheListAndTheAnswerAndHasLaterRowsStaysAndIsReported() throws Exception {
        migrateFromV1("earlier");
        InProcess asked = commands.asking(question -> {
            migrateFromV1("busy");
            executeInV2("INSERT INTO drill_groups (user_id, name) SELECT id, 'later' FROM users"
                    + " WHERE email = 'busy@example.org'");
            return Optional.of("yes");
        });

        InProcess.Result rollback = asked.run("rollback", "--migrated", "--json");

        assertThat(rollback.exitCode()).as(rollback.err()).isEqualTo(REFUSED);
        assertThat(rollback.lastLine()).contains("migrated after the list was made");
        assertThat(migratedUsers()).isEqualTo(1);
    }

    private void migrateFromV1(String name) {
        try {
            databases.execute(
                    "v1",
                    "INSERT INTO users (first_name, last_name, email, primary_goal) VALUES ('A', 'B', '" + name
                            + "@example.org', 'dribbling')");
            answer(commands.run("migrate", "--json"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void executeInV2(String sql) {
        try {
            databases.execute("v2", sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Tables, and the ids that the user's rows have in V1 and in V2. */
    private List<String> rowsOfUser() throws SQLException {
        return databases.texts(
                "v2",
                "SELECT concat_ws(' ', table_number, v1_id, v2_id) FROM changeover.migrated_row"
                        + " JOIN changeover.v1_user USING (v1_user_id) WHERE live AND identity = '" + email
                        + "' ORDER BY 1");
    }

    private Map<String, String> contents() throws SQLException {
        Map<String, String> contents = new TreeMap<>();
        for (String table : databases.texts("v2", "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
            contents.put(
                    table,
                    String.join(
                            "\n",
                            databases.texts(
                                    "v2", "SELECT t::text FROM " + table + " AS t ORDER BY t::text COLLATE \"C\"")));
        }
        return contents;
    }

    private static JsonNode answer(InProcess.Result result) throws Exception {
        assertThat(result.exitCode()).as(result.err() + result.out()).isEqualTo(DONE);
        return new ObjectMapper().readTree(result.lastLine());
    }
}
