package dev.changeover.app;

import static dev.changeover.app.MigratedServers.TARGET;
import static dev.changeover.app.MigratedServers.V1;
import static dev.changeover.app.MigratedServers.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code verify} says and leaves behind, also when it is struck in its middle. A lock on a table that it is about to read holds it
 * there, so that the fault strikes a verification that has begun and has not ended.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyOnMigratedDatabasesIT {
    private static final int MATCH = 0;
    private static final int MISMATCH = 4;
    private static final int INCONCLUSIVE = 5;
    private static final int KILLED = 128 + 9;
    private static final String LOCK = "BEGIN; LOCK TABLE refresh_tokens IN ACCESS EXCLUSIVE MODE";
    private static final String WAITING =
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'changeover-verifier'"
                    + " AND datname = current_database() AND state = 'active' AND wait_event_type = 'Lock'";
    private static final String SESSIONS =
            "SELECT datname || ' ' || state FROM pg_stat_activity WHERE application_name = 'changeover-verifier'";
    /** All that a session could leave behind in its database or its server. */
    private static final String THINGS =
            "SELECT 'relation ' || oid::regclass || ' ' || relpersistence::text FROM pg_class"
                    + " UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc"
                    + " UNION ALL SELECT 'schema ' || nspname FROM pg_namespace"
                    + " UNION ALL SELECT 'publication ' || pubname FROM pg_publication"
                    + " UNION ALL SELECT 'slot ' || slot_name FROM pg_replication_slots"
                    + " UNION ALL SELECT 'prepared ' || gid FROM pg_prepared_xacts"
                    + " UNION ALL SELECT 'advisory lock ' || objid FROM pg_locks WHERE locktype = 'advisory' ORDER BY 1";
    /** What must be in no output. Reset codes are six digits, which any number may hold by chance. */
    private static final String SECRETS = "SELECT email FROM users WHERE email ~ '\\S{6}'"
            + " UNION SELECT lower(email) FROM users WHERE email ~ '\\S{6}'"
            + " UNION SELECT hashed_password FROM users WHERE length(hashed_password) > 6"
            + " UNION SELECT token FROM refresh_tokens WHERE length(token) > 6";

    private MigratedServers servers;
    private InProcess commands;

    @BeforeAll
    void migrate(@TempDir Path directory) throws SQLException {
        servers = MigratedServers.start(directory);
        commands = servers.commands(TARGET);
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @Test
    void aMatchWithQuarantinedUsersSaysSoInTheSameLine() {
        InProcess.Result result = commands.run("verify");

        assertThat(result.exitCode()).as(result.out()).isEqualTo(MATCH);
        assertThat(result.lastLine())
                .startsWith("verdict  match at ")
                .contains("3 users in quarantine")
                .contains("rows held back");
    }

    @Test
    void theJsonAnswerHasTheKeysThatScriptsRead() throws Exception {
        servers.copyTarget(
                "keys", "UPDATE users SET last_name = 'x' WHERE id IN (SELECT target_user_id FROM changeover.v1_user)");

        JsonNode answer = answer(servers.commands("keys").run("verify", "--json"));

        assertThat(names(answer))
                .contains(
                        "verdict",
                        "lsn",
                        "users_compared",
                        "rows_compared",
                        "mismatches",
                        "quarantined",
                        "held_back_rows",
                        "invariants",
                        "protected");
        assertThat(names(answer.get("mismatches").get(0)))
                .contains("identity_hash", "v1_user_id", "table", "v1_id", "column", "kind");
        assertThat(names(answer.get("invariants").get(0))).contains("name", "status", "finding");
        assertThat(names(answer.get("protected"))).contains("users", "rows_written_by_sink");
        assertThat(answer.get("quarantined").isIntegralNumber()).isTrue();
        assertThat(answer.get("held_back_rows").isIntegralNumber()).isTrue();
        assertThat(answer.get("lsn").asText()).matches("[0-9A-F]+/[0-9A-F]+");
    }

    @Test
    void noOutputHoldsAnEmailAPasswordOrAToken(@TempDir Path pages) throws Exception {
        servers.copyTarget(
                "secrets",
                "UPDATE users SET email = 'stale.' || email, hashed_password = 'stale-' || hashed_password WHERE id IN"
                        + " (SELECT target_user_id FROM changeover.v1_user); UPDATE refresh_tokens SET token = token || '-stale';"
                        + " DELETE FROM completed_sessions WHERE id % 3 = 0; UPDATE ordered_session_drills SET drill_uuid ="
                        + " gen_random_uuid() WHERE id % 5 = 0");
        Set<String> secrets = new TreeSet<>(texts(servers.v1(), V1, SECRETS));
        secrets.addAll(texts(servers.target(), TARGET, SECRETS));
        secrets.addAll(texts(servers.target(), "secrets", SECRETS));
        secrets.add(DatabasePair.PASSWORD);
        Path page = pages.resolve("report.html");
        InProcess verify = servers.commands("secrets");

        InProcess.Result table = verify.run("verify");
        InProcess.Result json = verify.run("verify", "--json", "--report", page.toString());

        String said =
                String.join("\n", table.out(), table.err(), json.out(), json.err(), Files.readString(page), logs());
        JsonNode answer = answer(json);
        assertThat(answer.get("verdict").asText()).isEqualTo("mismatch");
        assertThat(answer.get("mismatch_count").asLong()).isGreaterThan(20);
        assertThat(answer.get("quarantined").asLong()).isEqualTo(3);
        assertThat(answer.get("held_back_rows").asLong()).isPositive();
        assertThat(secrets).hasSizeGreaterThan(200);
        assertThat(said).contains("verification ended", "baseline made"); // the logs of both commands are in it
        assertThat(secrets.stream().filter(said::contains)).isEmpty();
        assertThat(secrets.stream().filter((said + secrets)::contains)).hasSameSizeAs(secrets);
    }

    @Test
    void aVerdictIsSaidAndKeptAlsoWhenItsPageFindsNoRoom(@TempDir Path state) {
        InProcess.Result result = servers.commands(TARGET)
                .with("CHANGEOVER_STATE_DIR", state.toString())
                .run("verify", "--report", "/dev/full");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains("The report cannot be written to /dev/full");
        assertThat(result.out()).contains("verdict  match");
        assertThat(state.resolve("verifications/staging.json")).content().contains("match");
    }

    @Test
    void aMismatchThatCannotBeKeptIsSaidAllTheSameAndIsTheExitCode(@TempDir Path state) throws Exception {
        servers.copyTarget(
                "kept", "UPDATE users SET last_name = 'x' WHERE id IN (SELECT target_user_id FROM changeover.v1_user)");
        Files.writeString(state.resolve("verifications"), "where a folder should be");

        InProcess.Result result = servers.commands("kept")
                .with("CHANGEOVER_STATE_DIR", state.toString())
                .run("verify", "--json", "--report", state.resolve("page.html").toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
        assertThat(result.err()).contains("error: The verdict mismatch cannot be kept in");
        assertThat(new ObjectMapper().readTree(result.lastLine()).get("verdict").asText())
                .isEqualTo("mismatch");
        assertThat(state.resolve("page.html")).isNotEmptyFile();
    }

    @Test
    void killedInItsMiddleItLeavesNothingBehindAndTheNextOneMatches() throws Exception {
        List<String> inV1 = texts(servers.v1(), V1, THINGS);
        List<String> inTarget = texts(servers.target(), TARGET, THINGS);

        try (Connection locking = servers.target().connect(TARGET)) {
            MigratedServers.run(locking, LOCK);
            Process process = servers.process("verify", "--json");
            try {
                awaitWaiting(servers.target(), TARGET);
                assertThat(texts(servers.v1(), V1, SESSIONS)).isNotEmpty();
            } finally {
                process.destroyForcibly()
                        .onExit()
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join();
            }
            assertThat(process.exitValue()).isEqualTo(KILLED);
        }

        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(texts(servers.v1(), V1, SESSIONS)).isEmpty();
            assertThat(texts(servers.target(), TARGET, SESSIONS)).isEmpty();
        });
        assertThat(texts(servers.v1(), V1, THINGS)).isEqualTo(inV1);
        assertThat(texts(servers.target(), TARGET, THINGS)).isEqualTo(inTarget);
        assertThat(commands.run("verify").exitCode()).isEqualTo(MATCH);
    }

    @Test
    void v1UnreachableInTheMiddleIsInconclusive() throws Exception {
        InProcess.Result struck = struckByTheEndOf(servers.v1(), V1);

        assertThat(struck.exitCode()).as(struck.out()).isEqualTo(INCONCLUSIVE);
        assertThat(answer(struck).get("verdict").asText()).isEqualTo("inconclusive");
        assertThat(answer(struck).get("summary").asText()).contains("V1 could not be read");
        assertThat(commands.run("verify").exitCode()).isEqualTo(MATCH);
    }

    @Test
    void theTargetUnreachableInTheMiddleIsInconclusive() throws Exception {
        InProcess.Result struck = struckByTheEndOf(servers.target(), TARGET);

        assertThat(struck.exitCode()).as(struck.out()).isEqualTo(INCONCLUSIVE);
        assertThat(answer(struck).get("verdict").asText()).isEqualTo("inconclusive");
        assertThat(answer(struck).get("summary").asText()).contains("target could not be read");
        assertThat(commands.run("verify").exitCode()).isEqualTo(MATCH);
    }

    @Test
    void anEmptyTargetIsAMismatchAndNoCrash() throws Exception {
        servers.target().createDatabase("empty");
        try (Connection empty = servers.target().connect("empty")) {
            Schemas.createV2(empty);
        }

        InProcess.Result result = servers.commands("empty").run("verify", "--json");

        String eligible = texts(servers.v1(), V1, "SELECT count(*) FROM users WHERE email ~ '\\S'")
                .get(0);
        assertThat(result.exitCode()).isEqualTo(MISMATCH);
        assertThat(answer(result).get("verdict").asText()).isEqualTo("mismatch");
        assertThat(answer(result).get("mismatch_count").asText()).isEqualTo(eligible);
    }

    /** Runs {@code verify} until a table of this server keeps it waiting, and ends the server then. */
    private InProcess.Result struckByTheEndOf(LocalPostgres server, String database) throws Exception {
        try (Connection locking = server.connect(database)) {
            MigratedServers.run(locking, LOCK);
            InProcess.Running verify = commands.start("verify", "--json");
            awaitWaiting(server, database);
            assertThat(verify.result()).isNotDone();
            server.kill();
            InProcess.Result result = verify.result().get(2, TimeUnit.MINUTES);
            server.restart();
            return result;
        }
    }

    private static void awaitWaiting(LocalPostgres server, String database) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(texts(server, database, WAITING))
                .isNotEmpty());
    }

    /** All that any command of these servers has logged. */
    private String logs() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(servers.directory().resolve(".changeover/logs"))) {
            for (Path each : files.toList()) {
                texts.add(Files.readString(each));
            }
        }
        return String.join("\n", texts);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode answer(InProcess.Result result) throws IOException {
        return new ObjectMapper().readTree(result.lastLine());
    }
}
