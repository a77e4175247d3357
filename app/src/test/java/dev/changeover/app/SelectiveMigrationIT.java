package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import dev.changeover.contract.stage.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some users first, then all, each test going on where the one before it ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SelectiveMigrationIT {
    private static final int USERS = 80;
    private static final String MIGRATED =
            "SELECT u.v1_user_id::text FROM changeover.v1_user u WHERE outcome IN ('replaced', 'created') ORDER BY u.v1_user_id";
    private static final String ELIGIBLE =
            "SELECT u.id::text FROM users u WHERE btrim(email) <> '' ORDER BY u.id LIMIT ";
    private static final String EMAILS = "SELECT email FROM users WHERE btrim(email) <> '' ORDER BY id DESC";
    private static final String OWNERS = "SELECT 'users', id, id FROM users"
            + " UNION ALL SELECT 'drill_group_items', i.id, g.user_id FROM drill_group_items i JOIN drill_groups g ON g.id = drill_group_id"
            + " UNION ALL SELECT 'ordered_session_drills', o.id, t.user_id"
            + " FROM ordered_session_drills o JOIN training_sessions t ON t.id = session_id";

    private TwoDatabases inPieces;
    private TwoDatabases inOne;
    private InProcess commands;
    private InProcess otherCommands;

    @BeforeAll
    void start(@TempDir Path directory, @TempDir Path otherDirectory) throws SQLException {
        inPieces = TwoDatabases.withUsers(USERS);
        inOne = TwoDatabases.withUsers(USERS);
        commands = inPieces.commands(directory);
        otherCommands = inOne.commands(otherDirectory);
    }

    @AfterAll
    void stop() {
        inPieces.close();
        inOne.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "plan"})
    @Order(0)
    void anEmailOfNobodyIsRefusedBeforeAnythingIsMade(String command) throws Exception {
        String email = inPieces.texts("v1", EMAILS).get(0);

        InProcess.Result result = commands.run(command, "--user", email, "--user", "nobody@example.invalid");

        assertThat(result.exitCode()).isEqualTo(Problem.Kind.REFUSED.exitCode());
        assertThat(result.err()).contains("1 of the 2 given emails belong to no user of V1", "check the spelling");
        assertThat(result.out() + result.err()).doesNotContain(email, "nobody@");
        assertThat(inPieces.texts("v2", "SELECT nspname::text FROM pg_namespace WHERE nspname = 'changeover'"))
                .isEmpty();
        assertThat(inPieces.texts("v1", "SELECT slot_name::text FROM pg_replication_slots"))
                .isEmpty();
    }

    @Test
    @Order(1)
    void aNamedUserIsMigratedAndNoRowOfAnybodyElseIsTouched() throws Exception {
        List<String> emails = inPieces.texts("v1", EMAILS);
        emails.retainAll(inPieces.texts("v2", EMAILS));
        String email = emails.get(0);
        String idOf = "SELECT id::text FROM users WHERE email = '" + email + "'";
        String stale = inPieces.texts("v2", idOf).get(0);
        Set<String> before = ownedRows();

        JsonNode answer = answer(commands.run("migrate", "--user", email, "--json"));

        assertThat(answer.get("replaced").asInt()).isEqualTo(1);
        assertThat(inPieces.texts("v2", MIGRATED))
                .isEqualTo(inPieces.texts("v1", idOf))
                .hasSize(1);
        String migrated = inPieces.texts("v2", idOf).get(0);
        assertThat(differing(before, ownedRows()))
                .isNotEmpty()
                .allMatch(row -> row.startsWith(stale + "|") || row.startsWith(migrated + "|"));
    }

    @Test
    @Order(2)
    void tenThenThirtyThenAllEndWhereAllAloneEnds() throws Exception {
        List<String> named = inPieces.texts("v2", MIGRATED);

        answer(commands.run("migrate", "--limit", "10", "--json"));
        assertThat(inPieces.texts("v2", MIGRATED)).containsAll(named).isEqualTo(lowest(10, named));
        answer(commands.run("migrate", "--limit", "30", "--json"));
        assertThat(inPieces.texts("v2", MIGRATED)).isEqualTo(lowest(30, named));
        JsonNode last = answer(commands.run("migrate", "--json"));
        JsonNode alone = answer(otherCommands.run("migrate", "--json"));

        assertThat(last.get("pending").asInt()).isZero();
        for (String outcome : List.of("replaced", "created", "skipped", "quarantined")) {
            assertThat(last.get(outcome)).as(outcome).isEqualTo(alone.get(outcome));
        }
        assertThat(contents(inPieces)).isEqualTo(contents(inOne));
        assertThat(commands.run("verify").exitCode()).isZero();
        assertThat(otherCommands.run("verify").exitCode()).isZero();
    }

    private List<String> lowest(int limit, List<String> besides) throws SQLException {
        List<String> ids = new ArrayList<>(inPieces.texts("v1", ELIGIBLE + limit));
        ids.removeAll(besides);
        ids.addAll(besides);
        ids.sort((one, other) -> Long.compare(Long.parseLong(one), Long.parseLong(other)));
        return ids;
    }

    /** Every row of every user of V2: {@code owner|table|id|values}. */
    private Set<String> ownedRows() throws SQLException {
        Set<String> rows = new HashSet<>();
        for (String table : tables(inPieces)) {
            String owner = inPieces.texts("v2", columns(table)).contains("user_id")
                    ? "user_id"
                    : "(SELECT owner FROM (" + OWNERS + ") o (name, row, owner) WHERE name = '" + table
                            + "' AND row = t.id)";
            rows.addAll(inPieces.texts(
                    "v2", "SELECT concat_ws('|', " + owner + ", '" + table + "', id, t::text) FROM " + table + " t"));
        }
        return rows;
    }

    private static Set<String> differing(Set<String> before, Set<String> after) {
        Set<String> differing = new HashSet<>(before);
        differing.addAll(after);
        differing.removeIf(row -> before.contains(row) && after.contains(row));
        return differing;
    }

    /** The rows of V2 without the ids that a serial gave them, and without those of their parents. */
    private static List<String> contents(TwoDatabases databases) throws SQLException {
        List<String> contents = new ArrayList<>();
        for (String table : tables(databases)) {
            List<String> columns = databases.texts("v2", columns(table));
            columns.removeIf(column -> column.equals("id") || column.endsWith("_id"));
            contents.addAll(databases.texts(
                    "v2",
                    "SELECT '" + table + " ' || ROW(" + String.join(", ", columns) + ")::text FROM " + table
                            + " ORDER BY 1"));
        }
        return contents;
    }

    private static List<String> tables(TwoDatabases databases) throws SQLException {
        return databases.texts(
                "v2",
                "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1");
    }

    private static String columns(String table) {
        return "SELECT attname::text FROM pg_attribute WHERE attrelid = 'public." + table
                + "'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum";
    }

    private static JsonNode answer(InProcess.Result result) throws IOException {
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        return new ObjectMapper().readTree(result.lastLine());
    }
}
