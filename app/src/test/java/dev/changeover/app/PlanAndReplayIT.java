package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import dev.changeover.contract.plan.MigrationPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The steps of one operator, in their order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PlanAndReplayIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROWS = Stream.of(
                    "users",
                    "completed_sessions",
                    "session_preferences",
                    "drill_groups",
                    "drill_group_items",
                    "training_sessions",
                    "ordered_session_drills",
                    "progress_history",
                    "saved_filters",
                    "refresh_tokens",
                    "password_reset_codes")
            .map(table -> "(SELECT count(*) FROM " + table + ")")
            .reduce((one, other) -> one + " + " + other)
            .map(sum -> "SELECT " + sum)
            .orElseThrow();
    private static final String WRITES = """
            SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables
            UNION ALL SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'i', 'S', 'v')
            UNION ALL SELECT count(*) FROM pg_replication_slots
            UNION ALL SELECT count(*) FROM pg_publication
            UNION ALL SELECT sum(coalesce(last_value, 0)) FROM pg_sequences
            """;

    /** Of V2 and of the ledger; unlike the server's counters they are never late. */
    private static final String CONTENTS = Stream.of(
                    "users",
                    "completed_sessions",
                    "training_sessions",
                    "ordered_session_drills",
                    "drill_group_items",
                    "changeover.v1_user",
                    "changeover.migrated_row",
                    "changeover.quarantine",
                    "changeover.command",
                    "changeover.target")
            .map(table -> "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM " + table + " AS t")
            .collect(Collectors.joining(" UNION ALL "));

    /** Changes when any row is written, even with the same values. */
    private static final String VERSIONS = MigrationPlan.tables().stream()
            .map(table -> "SELECT '" + table.name()
                    + " ' || count(*) || ' ' || sum(hashtextextended(ctid::text || xmin, 0)) FROM " + table.name())
            .collect(Collectors.joining(" UNION ALL "));

    @TempDir
    private static Path directory;

    private static TwoDatabases databases;
    private static InProcess commands;
    private static JsonNode first = JSON.createObjectNode();

    @BeforeAll
    static void start() throws Exception {
        databases = TwoDatabases.withUsers(120);
        commands = databases.commands(directory);
        JsonNode plan = answer("plan", "--json");
        long stale = StreamSupport.stream(plan.get("users").spliterator(), false)
                .filter(user -> user.get("action").asText().equals("replace"))
                .findFirst()
                .orElseThrow()
                .get("target_user_id")
                .asLong();
        databases.execute("v2", "UPDATE users SET hashed_password = 'of V2' WHERE id = " + stale);
    }

    @AfterAll
    static void stop() {
        databases.close();
    }

    @Test
    @Order(1)
    void aDryRunAndStatsWriteNothingAnywhere() throws Exception {
        List<String> v1 = databases.texts("v1", WRITES);
        List<String> v2 = databases.texts("v2", WRITES);

        first = answer("plan", "--json");
        JsonNode dryRun = answer("migrate", "--dry-run", "--json");
        JsonNode stats = answer("stats", "--json");

        assertThat(databases.texts("v1", WRITES)).isEqualTo(v1);
        assertThat(databases.texts("v2", WRITES)).isEqualTo(v2);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).as("a broker's directory, or topics").isEmpty();
        }
        assertThat(dryRun).isEqualTo(first);
        assertThat(first.get("replace")).isEqualTo(stats.get("to_replace"));
        assertThat(first.get("create")).isEqualTo(stats.get("to_create"));
        assertThat(first.get("conflict")).isEqualTo(stats.get("v1_quarantined"));
        assertThat(first.get("skip")).isEqualTo(stats.get("v1_skipped"));
    }

    @Test
    @Order(2)
    void aLimitChoosesTheEligibleUsersWithTheLowestIds() throws Exception {
        JsonNode ten = answer("plan", "--limit", "10", "--json");

        assertThat(ids(ten)).hasSize(10).isSorted();
        assertThat(ids(first)).containsAll(ids(ten));
        assertThat(ten.get("skip").asInt()).isZero();
    }

    @Test
    @Order(3)
    void aStaleUserWithAnotherPasswordIsPointedOut() throws Exception {
        assertThat(first.get("doubts").get("other-password").asInt()).isPositive();
        String page = commands.run("plan").out();
        assertThat(page).contains("other-password").doesNotContain("@");
    }

    @Test
    @Order(3)
    void aStaleUserOnWhoseGroupRowsOfV2sOwnHangIsAConflict() throws Exception {
        databases.execute("v2", "CREATE TABLE shares (drill_group_id int REFERENCES drill_groups ON DELETE CASCADE)");
        try {
            databases.execute(
                    "v2", "INSERT INTO shares SELECT g.id FROM drill_groups g JOIN users u ON u.id = g.user_id");
            JsonNode plan = answer("plan", "--json");

            int referenced =
                    plan.get("conflict").asInt() - first.get("conflict").asInt();
            assertThat(referenced).isPositive();
            assertThat(plan.get("replace").asInt() + referenced)
                    .isEqualTo(first.get("replace").asInt());
            assertThat(plan.toString()).contains("referenced-in-v2");
        } finally {
            databases.execute("v2", "DROP TABLE shares");
        }
    }

    @Test
    @Order(3)
    void aMigrationThatIsToldToStopWhileItStartsMakesNothingInTheDatabases() throws Exception {
        InProcess.Result stopped = commands.start("migrate").stop();

        assertThat(stopped.exitCode()).isEqualTo(130);
        assertThat(stopped.err()).contains("Interrupted while it started");
        assertThat(number("v2", "SELECT count(*) FROM pg_namespace WHERE nspname = 'changeover'"))
                .isZero();
        assertThat(number("v1", "SELECT count(*) FROM pg_replication_slots")).isZero();
    }

    @Test
    @Order(4)
    void theMigrationDoesWhatThePlanSaid() throws Exception {
        long before = number("v2", ROWS);

        JsonNode migrated = answer("migrate", "--json");

        assertThat(migrated.get("replaced")).isEqualTo(first.get("replace"));
        assertThat(migrated.get("created")).isEqualTo(first.get("create"));
        assertThat(migrated.get("quarantined")).isEqualTo(first.get("conflict"));
        assertThat(number("v2", ROWS) - before)
                .as("rows that came less rows that went")
                .isEqualTo(first.get("rows_inserted").asLong()
                        - first.get("rows_deleted").asLong());
    }

    @Test
    @Order(5)
    void ofAMigratedUserOnlyWhatChangedSinceIsPlanned() throws Exception {
        JsonNode quiet = answer("plan", "--json");
        assertThat(quiet.get("migrated").asInt()).isPositive();
        assertThat(quiet.get("replace").asInt() + quiet.get("create").asInt()).isZero();
        assertThat(quiet.get("rows_inserted").asInt()
                        + quiet.get("rows_changed").asInt()
                        + quiet.get("rows_deleted").asInt())
                .isZero();

        long user = number(
                "v1",
                "SELECT min(user_id) FROM refresh_tokens JOIN users u ON u.id = user_id" + " WHERE u.email LIKE '%@%'");
        databases.execute("v1", "UPDATE users SET first_name = 'Another' WHERE id = " + user);
        databases.execute(
                "v1",
                "INSERT INTO saved_filters (user_id, client_id, name) VALUES (" + user
                        + ", gen_random_uuid()::text, 'new')");
        databases.execute(
                "v1",
                "DELETE FROM refresh_tokens WHERE id = (SELECT min(id) FROM refresh_tokens" + " WHERE user_id = " + user
                        + ")");

        JsonNode changed = answer("plan", "--json");

        assertThat(changed.get("rows_changed").asInt()).isEqualTo(1);
        assertThat(changed.get("rows_inserted").asInt()).isEqualTo(1);
        assertThat(changed.get("rows_deleted").asInt()).isEqualTo(1);
    }

    @Test
    @Order(6)
    void aReplayRefusesWhomNobodyKnows() {
        InProcess.Result result = withoutV1().run("replay", "--user", "nobody@nowhere.example");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("belong to no user").doesNotContain("nobody@nowhere");
    }

    @Test
    @Order(7)
    void aDrillAddedToTheCatalogueReleasesHeldBackRowsByAReplayWithoutV1() throws Exception {
        String title = unmatchedTitle();
        long heldBack = number("v2", "SELECT count(*) FROM changeover.quarantine WHERE kind = 'row'");
        databases.execute(
                "v2",
                "INSERT INTO drills (uuid, title) VALUES (gen_random_uuid(), '" + title.replace("'", "''") + "')");

        assertThat(commands.run("rollback", "--user", userWithoutHeldBackRows(), "--yes")
                        .exitCode())
                .isZero();

        List<String> before = databases.texts("v2", CONTENTS);
        JsonNode previewed = answer(withoutV1(), "replay", "--preview", "--json");
        assertThat(databases.texts("v2", CONTENTS)).isEqualTo(before);

        JsonNode released = answer(withoutV1(), "replay", "--json");
        InProcess.Result second = withoutV1().run("replay", "--json");
        JsonNode again = JSON.readTree(second.lastLine());

        assertThat(released.get("rows_written").asLong()).isPositive();
        assertThat(released.get("held_back_rows").asLong()).isLessThan(heldBack);
        assertThat(previewed.get("rows_released").asLong())
                .isEqualTo(heldBack - released.get("held_back_rows").asLong());
        assertThat(previewed.get("rows_inserted").asLong()
                        + previewed.get("rows_changed").asLong()
                        + previewed.get("rows_deleted").asLong())
                .as("rows that the replay then wrote")
                .isEqualTo(released.get("rows_written").asLong());
        assertThat(previewed.get("users_changed").asLong())
                .isEqualTo(released.get("replaced").asLong()
                        + released.get("created").asLong()
                        - released.get("unchanged").asLong());
        assertThat(again.get("rows_written").asLong())
                .as("when nothing changed")
                .isZero();
        assertThat(again.get("unchanged").asLong())
                .isEqualTo(again.get("replaced").asLong() + again.get("created").asLong());
        assertThat(again.get("undone").asLong())
                .as("whom a replay of everybody leaves alone")
                .isEqualTo(1);
        assertThat(second.err()).contains("1 undone users were left alone");
    }

    @Test
    @Order(8)
    void aReplayFromTheTopicsReadsNoV1AndWritesNothingWhenNothingChanged() throws Exception {
        for (int time = 1; time <= 2; time++) {
            databases.execute("v1", "UPDATE users SET first_name = 'Time " + time + "' WHERE id % 3 = 0");
            answer("migrate", "--json");
        }
        List<String> before = databases.texts("v2", VERSIONS);

        JsonNode replayed = answer(withoutV1(), "replay", "--from-topics", "--json");

        assertThat(replayed.get("rows_written").asLong()).isZero();
        assertThat(replayed.get("unchanged").asLong())
                .isEqualTo(replayed.get("replaced").asLong()
                        + replayed.get("created").asLong());
        assertThat(databases.texts("v2", VERSIONS))
                .as("also not for a moment as it was")
                .isEqualTo(before);
    }

    @Test
    @Order(9)
    void interruptedItWritesNothingAndNothingElseDoesUntilItIsRunAgain() throws Exception {
        List<String> before = databases.texts("v2", VERSIONS);

        InProcess.Result interrupted =
                withoutV1().start("replay", "--from-topics").stop();
        databases.execute("v1", "UPDATE users SET first_name = 'Later' WHERE id % 3 = 0");
        InProcess.Result refused = commands.run("migrate");

        assertThat(interrupted.exitCode()).as(interrupted.err()).isEqualTo(130);
        assertThat(interrupted.err()).contains("run replay --from-topics again");
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("run replay --from-topics again");
        assertThat(commands.run("replay", "--preview").exitCode()).isEqualTo(3);
        assertThat(databases.texts("v2", VERSIONS)).isEqualTo(before);

        answer(withoutV1(), "replay", "--from-topics", "--json");
        answer("migrate", "--json");

        assertThat(number("v2", "SELECT count(*) FROM users WHERE first_name = 'Later'"))
                .isPositive();
        assertThat(commands.run("verify").exitCode()).isZero();
    }

    @Test
    @Order(10)
    void aReplayFromTheTopicsIsOfEverybody() {
        assertThat(commands.run("replay", "--from-topics", "--user", "a@b.example")
                        .exitCode())
                .isEqualTo(2);
        assertThat(commands.run("replay", "--from-topics", "--preview").exitCode())
                .isEqualTo(2);
    }

    private static String userWithoutHeldBackRows() throws SQLException {
        return databases
                .texts(
                        "v2",
                        "SELECT identity FROM changeover.v1_user WHERE outcome = 'replaced' AND v1_user_id NOT IN"
                                + " (SELECT v1_user_id FROM changeover.quarantine) ORDER BY v1_user_id LIMIT 1")
                .get(0);
    }

    /** Of a V1 drill that some ordered drill needs and the target lacks. */
    private static String unmatchedTitle() throws SQLException {
        List<String> there = databases.texts("v2", "SELECT lower(trim(title)) FROM drills");
        return databases
                .texts(
                        "v1",
                        "SELECT DISTINCT d.title FROM ordered_session_drills o JOIN drills d ON d.id = o.drill_id"
                                + " JOIN training_sessions s ON s.id = o.session_id JOIN users u ON u.id = s.user_id"
                                + " WHERE u.email LIKE '%@%' ORDER BY 1")
                .stream()
                .filter(title -> !there.contains(title.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow();
    }

    private static InProcess withoutV1() {
        return databases.commands(directory).with("V1_DATABASE_URL", "postgresql://nobody:none@127.0.0.1:1/v1");
    }

    private static JsonNode answer(String... args) throws IOException {
        return answer(commands, args);
    }

    private static JsonNode answer(InProcess commands, String... args) throws IOException {
        InProcess.Result result = commands.run(args);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return JSON.readTree(result.lastLine());
    }

    private static List<Long> ids(JsonNode plan) {
        return StreamSupport.stream(plan.get("users").spliterator(), false)
                .map(user -> user.get("v1_user_id").asLong())
                .toList();
    }

    private static long number(String database, String sql) throws SQLException {
        return Long.parseLong(databases.texts(database, sql).get(0));
    }
}
