package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import dev.changeover.verifier.Verification;
import dev.changeover.verifier.VerifierConfig;
import dev.changeover.verifier.report.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The full rollback of a real migration, each test going on where the one before it ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RollbackIT {
    private static final int USERS = 80;
    private static final int REFUSED = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WAITING = "SELECT pid::text FROM pg_stat_activity WHERE datname = 'v2'"
            + " AND application_name = 'changeover-rollback' AND wait_event_type = 'Lock'";

    private TwoDatabases databases;
    private InProcess commands;
    private InProcess withoutV1;
    private List<String> untouched = List.of();

    @BeforeAll
    void start(@TempDir Path directory) throws SQLException {
        databases = TwoDatabases.withUsers(USERS);
        databases.execute(
                "v2",
                "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN NEW.description := 'by the trigger'; RETURN NEW; END $$;"
                        + " CREATE TRIGGER meddles BEFORE UPDATE ON custom_drills FOR EACH ROW"
                        + " WHEN (OLD.user_id = NEW.user_id) EXECUTE FUNCTION meddle();"
                        + " ALTER TABLE audit_logs ADD loud text GENERATED ALWAYS AS (upper(action)) STORED;"
                        + " ALTER TABLE users ADD loud text GENERATED ALWAYS AS (upper(first_name)) STORED;"
                        + " CREATE TABLE devices (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),"
                        + " user_id int REFERENCES users, name text);"
                        + " INSERT INTO devices (user_id, name) SELECT id, 'of ' || id FROM users");
        commands = databases.commands(directory);
        withoutV1 = databases.commands(directory).with("V1_DATABASE_URL", "postgresql://nobody:none@127.0.0.1:1/none");
        untouched = state();
    }

    @AfterAll
    void stop() {
        databases.close();
    }

    @Test
    @Order(1)
    void aPointIsMadeByItselfBeforeTheFirstWrite() throws IOException {
        InProcess.Result migrated = commands.run("migrate", "--json");

        assertThat(answer(migrated).get("replaced").asInt()).isPositive();
        assertThat(migrated.err()).contains("made the rollback point before-first-write-");
        JsonNode points =
                answer(commands.run("rollback-point", "list", "--json")).get("points");
        assertThat(points).hasSize(1);
        assertThat(points.get(0).get("before_first_write").asBoolean()).isTrue();
        assertThat(points.get(0).get("size_bytes").asLong()).isPositive();
        assertThat(points.get(0).get("tables").findValuesAsText("name"))
                .contains("users", "completed_sessions", "premium_subscriptions", "custom_drills", "audit_logs");
    }

    @Test
    @Order(2)
    void theRollbackGivesBackEveryRowIdAndSequenceAsItWasThoughV1DoesNotAnswer() throws Exception {
        assertThat(state()).isNotEqualTo(untouched);
        List<String> baseline = baseline();

        JsonNode rolledBack = answer(withoutV1.run("rollback", "--latest", "--yes", "--json"));

        assertThat(state()).isEqualTo(untouched);
        assertThat(rolledBack.get("rows").asInt()).isPositive();
        assertThat(rolledBack.get("lost")).isEmpty();
        assertThat(rolledBack.get("epoch").asInt()).isEqualTo(2);
        assertThat(baseline()).isEqualTo(baseline);
        assertThat(texts("SELECT count(*) FROM changeover.migrated_row")).containsExactly("0");
        assertThat(texts("SELECT DISTINCT outcome FROM changeover.v1_user ORDER BY 1"))
                .containsExactly("pending", "skipped");
    }

    @Test
    @Order(3)
    void aSecondRollbackFindsNothingToDo() throws Exception {
        JsonNode again = answer(commands.run("rollback", "--yes", "--json"));

        assertThat(again.get("rows").asInt()).isZero();
        assertThat(state()).isEqualTo(untouched);
    }

    @Test
    @Order(4)
    void theNextMigrationMigratesAllAgain() throws Exception {
        JsonNode migrated = answer(commands.run("migrate", "--json"));

        assertThat(migrated.get("pending").asInt()).isZero();
        assertThat(verdict()).isEqualTo(Verdict.MATCH);
        assertThat(answer(commands.run("rollback-point", "list", "--json")).get("points"))
                .as("one of before this migration, too, since its ledger was not there at the first")
                .hasSize(2);
    }

    @Test
    @Order(5)
    void killedInItsMiddleItHasChangedNothing() throws Exception {
        List<String> migrated = state();
        List<String> ledger = ledger();

        CompletableFuture<InProcess.Result> rollback;
        try (Connection holder = connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            // The last that a rollback writes: all rows are back, and nothing is committed.
            statement.execute("LOCK TABLE changeover.full_rollback IN SHARE MODE");
            rollback = CompletableFuture.supplyAsync(() -> commands.run("rollback", "--yes"));
            await().atMost(PATIENCE)
                    .until(() -> !texts(WAITING + " AND query LIKE 'INSERT%'").isEmpty());
            texts("SELECT pg_terminate_backend(pid)::text FROM (" + WAITING.replace("pid::text", "pid") + ") AS w");
            await().atMost(PATIENCE).until(rollback::isDone);
        }

        assertThat(rollback.join().exitCode()).isEqualTo(1);
        assertThat(rollback.join().err()).contains("start it again");
        assertThat(state()).isEqualTo(migrated);
        assertThat(ledger()).isEqualTo(ledger);
    }

    @Test
    @Order(6)
    void aRunningSinkStopsAndSaysWhy() throws Exception {
        InProcess.Running sync = commands.start("sync");
        await().atMost(PATIENCE)
                .until(() -> !texts("SELECT pid::text FROM pg_stat_activity WHERE application_name = 'changeover-sink'")
                        .isEmpty());
        databases.execute("v1", "UPDATE users SET first_name = 'Moved on' WHERE id % 3 = 0");
        await().atMost(PATIENCE).until(() -> !texts("SELECT id::text FROM users WHERE first_name = 'Moved on'")
                .isEmpty());

        InProcess.Result rollback = commands.run("rollback", "--yes");
        databases.execute("v1", "UPDATE users SET first_name = 'After it' WHERE id % 2 = 0");
        InProcess.Result stopped = sync.result().get(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);

        assertThat(rollback.exitCode()).as(rollback.err()).isZero();
        assertThat(rollback.err()).containsPattern("[1-9][0-9]* connections of sinks");
        assertThat(rollback.lastLine()).contains("migrates everybody again");
        assertThat(stopped.exitCode()).isEqualTo(REFUSED);
        assertThat(stopped.err()).contains("epoch", "migrates everybody again");
        assertThat(state()).isEqualTo(untouched);
    }

    @Test
    @Order(7)
    void whatOthersWroteIsListedAndRefusesUntilTheLossIsAccepted() throws Exception {
        String device = texts("UPDATE devices SET name = 'renamed' WHERE id = (SELECT d.id FROM devices d"
                        + " JOIN changeover.baseline_user b ON b.target_user_id = d.user_id WHERE b.class = 'stale'"
                        + " ORDER BY d.id LIMIT 1) RETURNING id::text")
                .get(0);
        answer(commands.run("migrate", "--json"));
        assertThat(answer(commands.run("rollback-point", "list", "--json")).get("points"))
                .as("the second is of this ledger and this day")
                .hasSize(2);
        String newcomer = texts("INSERT INTO users (email) VALUES ('newcomer@android.example') RETURNING id::text")
                .get(0);
        String renamed = texts("UPDATE users SET first_name = 'Renamed' WHERE id = (SELECT min(target_user_id)"
                        + " FROM changeover.baseline_user WHERE class = 'protected') RETURNING id::text")
                .get(0);
        String migratedUser = texts("UPDATE users SET position = 'libero' WHERE id ="
                        + " (SELECT max(target_user_id) FROM changeover.v1_user) RETURNING id::text")
                .get(0);
        String gone = texts("DELETE FROM audit_logs WHERE id = (SELECT min(id) FROM audit_logs) RETURNING id::text")
                .get(0);
        List<String> before = state();

        InProcess.Result refused = commands.run("rollback", "--yes");

        assertThat(refused.exitCode()).isEqualTo(REFUSED);
        assertThat(refused.err())
                .containsPattern("users: 2 created, 1 changed, 0 deleted; ids .*" + renamed + ", .*" + migratedUser
                        + ".*" + newcomer)
                .containsPattern("devices: 0 created, 1 changed, 0 deleted; ids " + device)
                .containsPattern("audit_logs: 0 created, 0 changed, 1 deleted; ids " + gone + "\\b")
                .doesNotContain("newcomer@")
                .doesNotContain("Renamed");
        assertThat(state()).isEqualTo(before);

        JsonNode accepted = answer(commands.run("rollback", "--yes", "--accept-loss", "--json"));

        assertThat(accepted.get("lost")).hasSize(3);
        assertThat(rows(state())).isEqualTo(rows(untouched));
        assertThat(Long.parseLong(texts("SELECT nextval('users_id_seq')::text").get(0)))
                .isGreaterThan(Long.parseLong(newcomer));
    }

    @Test
    @Order(8)
    void whatV2ChangedInAMigratedUsersRowIsNotTheMigrationsAfterAnUndoEither() throws Exception {
        answer(commands.run("migrate", "--json"));
        String found = texts("SELECT min(a.id)::text FROM audit_logs a JOIN changeover.v1_user u"
                        + " ON u.target_user_id = a.user_id WHERE u.outcome = 'replaced'")
                .get(0);
        String email = texts("UPDATE audit_logs SET action = 'edited' WHERE id = " + found
                        + " RETURNING (SELECT identity FROM changeover.v1_user u WHERE u.target_user_id = user_id)")
                .get(0);
        answer(commands.run("rollback", "--user", email, "--yes", "--json"));

        InProcess.Result refused = commands.run("rollback", "--yes");

        assertThat(refused.exitCode()).isEqualTo(REFUSED);
        assertThat(refused.err()).containsPattern("audit_logs: 0 created, 1 changed, 0 deleted; ids " + found);
    }

    @Test
    @Order(9)
    void aPointThatARollbackWouldRefuseDoesNotPassItsCheck() throws Exception {
        answer(commands.run("rollback-point", "check", "--json"));
        databases.execute(
                "v2",
                "CREATE TABLE later_notes (user_id int REFERENCES users);"
                        + " INSERT INTO later_notes SELECT min(id) FROM users");

        InProcess.Result checked = commands.run("rollback-point", "check");

        assertThat(checked.exitCode()).isEqualTo(REFUSED);
        assertThat(checked.err()).contains("later_notes is not in the rollback point");
    }

    private Verdict verdict() throws InterruptedException {
        return Verification.run(VerifierConfig.quiet(databases.v1(), databases.v2()))
                .verdict();
    }

    /** Every byte that every table prints, and every sequence. */
    private List<String> state() throws SQLException {
        List<String> state = new ArrayList<>();
        for (String table : texts("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                + " AND relkind = 'r' ORDER BY 1")) {
            state.addAll(texts("SELECT '" + table + " ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n'"
                    + " ORDER BY id)), '') FROM " + table + " AS t"));
        }
        for (String sequence : texts("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                + " AND relkind = 'S' ORDER BY 1")) {
            state.addAll(texts("SELECT 'sequence " + sequence + " ' || last_value || is_called FROM " + sequence));
        }
        return state;
    }

    private static List<String> rows(List<String> state) {
        return state.stream().filter(line -> !line.startsWith("sequence ")).toList();
    }

    private List<String> baseline() throws SQLException {
        return texts("SELECT b::text FROM changeover.baseline_user AS b UNION ALL"
                + " SELECT p::text FROM changeover.pairing AS p ORDER BY 1");
    }

    private List<String> ledger() throws SQLException {
        return texts(
                "SELECT u::text FROM changeover.v1_user AS u UNION ALL SELECT m::text FROM changeover.migrated_row AS m"
                        + " UNION ALL SELECT t::text FROM changeover.target AS t ORDER BY 1");
    }

    private List<String> texts(String sql) throws SQLException {
        return databases.texts("v2", sql);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                databases.v2().jdbcUrl(), databases.v2().properties());
    }

    private static JsonNode answer(InProcess.Result result) throws IOException {
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        return new ObjectMapper().readTree(result.lastLine());
    }
}
