package dev.changeover.app;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.CleanupScope;
import dev.changeover.app.pipeline.TakingBack;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.cleanup.Remains;
import dev.changeover.local.JavaProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** The end of a migration, each test going on where the one before it ended. Production shares V1's slot, and is done later. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CleanupIT {
    private static final int USERS = 50;
    private static final int REFUSED = 3;
    private static final int INCONCLUSIVE = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String MADE_IN_V1 =
            "SELECT slot_name::text FROM pg_replication_slots UNION ALL SELECT pubname FROM pg_publication";
    private static final String OUR_INDEXES =
            "SELECT indexname::text FROM pg_indexes WHERE indexname LIKE 'changeover%'"
                    + " AND schemaname = 'public' ORDER BY 1";
    private static final String LEDGER = "SELECT relname FROM pg_class WHERE relkind = 'r'"
            + " AND relnamespace = to_regnamespace('changeover') ORDER BY 1";
    private static final String WRITES =
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables"
                    + " UNION ALL SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'i', 'S', 'v')";
    private static final String DROPPING = "SELECT pid::text FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            + " AND query LIKE 'DROP INDEX CONCURRENTLY%'";

    private TwoDatabases databases;
    private InProcess commands;
    private Path directory;
    private List<String> unmigrated = List.of();
    private List<String> migrated = List.of();

    @BeforeAll
    void migrate(@TempDir Path folder) throws Exception {
        directory = folder;
        databases = TwoDatabases.withUsers(USERS);
        databases.execute("postgres", "CREATE DATABASE production");
        databases.execute(
                "production",
                "CREATE SCHEMA changeover; CREATE TABLE changeover.target AS SELECT 'production' AS environment");
        commands = databases.commands(folder).with("V2_DATABASE_URL", databases.url("production"));
        unmigrated = rows();
        answer(commands.run("migrate", "--json"));
        migrated = rows();
        assertThat(migrated).isNotEqualTo(unmigrated);
        assertThat(databases.texts("v2", OUR_INDEXES)).isNotEmpty();
    }

    @AfterAll
    void stop() {
        databases.close();
    }

    @Test
    @Order(1)
    void aPreviewListsAllThatThereIsAndWritesNothing() throws Exception {
        List<String> v1 = databases.texts("v1", WRITES);
        List<String> v2 = databases.texts("v2", WRITES);
        List<String> files = files();

        JsonNode preview = answer(commands.run("cleanup", "--preview", "--json"));

        assertThat(databases.texts("v1", WRITES)).isEqualTo(v1);
        assertThat(databases.texts("v2", WRITES)).isEqualTo(v2);
        assertThat(files()).isEqualTo(files);
        assertThat(kinds(preview.get("found"))).containsOnlyKeys("schema", "index", "topic", "state");
        assertThat(preview.get("removed")).isEmpty();
        assertThat(preview.get("archive").isNull()).isTrue();
        assertThat(preview.get("running")).isEmpty();
    }

    @Test
    @Order(2)
    void whatRunsIsNotCleanedUp() throws Exception {
        InProcess.Running sync = commands.start("sync");
        await().atMost(PATIENCE).until(() -> databases
                .texts("v1", "SELECT active::text FROM pg_replication_slots")
                .contains("true"));

        InProcess.Result refused = commands.run("cleanup", "--yes");
        InProcess.Result stopped = sync.stop();

        assertThat(refused.exitCode()).isEqualTo(REFUSED);
        assertThat(refused.err()).contains("is in use", "stop it");
        assertThat(stopped.exitCode()).as(stopped.err()).isZero();
        assertThat(databases.texts("v2", LEDGER)).contains("v1_user");
    }

    @Test
    @Order(3)
    void somethingOfOthersThatDependsOnTheLedgerIsNotDroppedWithIt() throws Exception {
        databases.execute("v2", "CREATE VIEW cached_ids AS SELECT * FROM changeover.id_map");

        InProcess.Result refused = commands.run("cleanup", "--yes");

        assertThat(refused.exitCode()).isEqualTo(REFUSED);
        assertThat(refused.err()).contains("view cached_ids depends on view changeover.id_map");
        assertThat(databases.texts("v2", "SELECT count(*) FROM cached_ids").get(0))
                .isNotEqualTo("0");
        assertThat(archives()).isEmpty();
        databases.execute("v2", "DROP VIEW cached_ids");
    }

    @Test
    @Order(4)
    void killedAfterTheLedgerItHasArchivedEveryRow() throws Exception {
        Map<String, List<String>> ledger = ledger();
        String table = databases
                .texts("v2", OUR_INDEXES.replace("indexname::text", "tablename::text"))
                .get(0);

        CompletableFuture<InProcess.Result> cleanup;
        try (Connection holder = connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE " + table + " IN ACCESS SHARE MODE"); // as any reader of the table has
            cleanup = CompletableFuture.supplyAsync(() -> commands.run("cleanup", "--yes"));
            await().atMost(PATIENCE)
                    .until(() ->
                            cleanup.isDone() || !databases.texts("v2", DROPPING).isEmpty());
            databases.texts("v2", DROPPING.replace("pid::text", "pg_terminate_backend(pid)::text"));
            await().atMost(PATIENCE).until(cleanup::isDone);
        }

        assertThat(cleanup.join().exitCode()).as(cleanup.join().err()).isEqualTo(INCONCLUSIVE);
        assertThat(cleanup.join().err()).contains("start cleanup again");
        assertThat(databases.texts("v2", LEDGER)).isEmpty();
        assertThat(databases.texts("v2", OUR_INDEXES)).isNotEmpty();
        assertThat(rows()).isEqualTo(migrated);
        assertThat(archives()).hasSize(1);
        assertArchived(archives().get(0), ledger);
    }

    @Test
    @Order(5)
    void killedInTheMiddleItLeavesNothingThatRunningItAgainCannotFinish() throws Exception {
        String table = databases
                .texts("v2", OUR_INDEXES.replace("indexname::text", "tablename::text"))
                .get(0);

        try (Connection holder = connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE " + table + " IN ACCESS SHARE MODE");
            ProcessBuilder program = JavaProgram.of(List.of(), Main.class, "cleanup", "--yes");
            program.environment().putAll(databases.environment());
            program.environment().put("V2_DATABASE_URL", databases.url("production"));
            Process cleanup = program.directory(directory.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                await().atMost(PATIENCE)
                        .until(() -> !databases.texts("v2", DROPPING).isEmpty());
            } finally {
                cleanup.destroyForcibly().waitFor();
            }
            databases.texts("v2", DROPPING.replace("pid::text", "pg_terminate_backend(pid)::text"));
        }

        assertThat(databases.texts("v2", OUR_INDEXES)).isNotEmpty();
        assertThat(databases.texts("v1", MADE_IN_V1)).containsExactly("changeover", "changeover");
        assertThat(rows()).isEqualTo(migrated);
        assertThat(archives()).hasSize(1);
    }

    @Test
    @Order(6)
    void runAgainItFinishesAndLeavesWhatProductionUses() throws Exception {
        JsonNode finished = answer(commands.run("cleanup", "--yes", "--json"));

        assertThat(kinds(finished.get("removed"))).containsOnlyKeys("index", "topic", "state");
        assertThat(finished.get("removed")).isEqualTo(finished.get("found"));
        assertThat(finished.get("kept").findValuesAsText("name"))
                .contains("changeover", "broker", "logs", "rollback-points/staging");
        assertThat(finished.get("kept").findValuesAsText("why"))
                .anyMatch(why -> why.contains("production still uses it: there is a ledger in its database"));
        assertThat(databases.texts("v2", OUR_INDEXES)).isEmpty();
        assertThat(databases.texts("v1", MADE_IN_V1)).containsExactly("changeover", "changeover");
        assertThat(files()).anyMatch(file -> file.contains("broker/log/changeover.v1.public.users-0"));
        assertThat(kinds(answer(commands.run("cleanup", "--preview", "--json")).get("found")))
                .isEmpty();
    }

    @Test
    @Order(7)
    void whatBecomesOfTheSlotMayNotChangeBetweenTheWordAndTheDeed() throws Exception {
        Map<String, String> environment = new HashMap<>(databases.environment());
        environment.put("V2_DATABASE_URL", databases.url("production"));
        TakingBack takingBack = new TakingBack(
                Configuration.load(Map.of(), environment, Optional.empty(), directory),
                new CleanupScope(directory.resolve("archive.zip"), false, false, false, false, false),
                pause -> false);
        Remains agreed = takingBack.look();
        databases.execute("production", "DROP SCHEMA changeover CASCADE");

        assertThatThrownBy(() -> takingBack.run(agreed, thing -> {}))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("start cleanup again");

        assertThat(databases.texts("v1", MADE_IN_V1)).containsExactly("changeover", "changeover");
    }

    @Test
    @Order(8)
    void theLastEnvironmentTakesTheSlotAlong() throws Exception {
        JsonNode last = answer(commands.run("cleanup", "--yes", "--json"));

        assertThat(kinds(last.get("removed"))).containsOnlyKeys("slot", "publication", "state");
        assertThat(databases.texts("v1", MADE_IN_V1)).isEmpty();
        assertThat(files())
                .allMatch(file -> file.startsWith(".changeover/logs/")
                        || file.startsWith(".changeover/rollback-points/staging/")
                        || file.startsWith("changeover-archive-staging-"));
        assertThat(rows()).isEqualTo(migrated);
    }

    @Test
    @Order(9)
    void aThirdRunFindsNothingAndSaysSo() throws Exception {
        InProcess.Result nothing = commands.run("cleanup");

        assertThat(nothing.exitCode()).as(nothing.err()).isZero();
        assertThat(nothing.out()).contains("Nothing is left of what Changeover made for staging");
        assertThat(archives()).hasSize(1);
    }

    @Test
    @Order(10)
    void theRollbackPointThatStayedStillLeadsBack() throws Exception {
        answer(commands.run("rollback", "--latest", "--accept-loss", "--yes", "--json"));

        assertThat(rows()).isEqualTo(unmigrated);
    }

    @Test
    @Order(11)
    void aV1ThatDoesNotAnswerNamesTheOptionThatLeavesItOut() {
        InProcess withoutV1 =
                databases.commands(directory).with("V1_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/v1");

        InProcess.Result refused = withoutV1.run("cleanup", "--yes");
        InProcess.Result leftOut = withoutV1.run("cleanup", "--yes", "--without-v1");

        assertThat(refused.exitCode()).isEqualTo(REFUSED);
        assertThat(refused.err()).contains("Cannot connect to V1", "leave it out with --without-v1");
        assertThat(leftOut.exitCode()).as(leftOut.err()).isZero();
        assertThat(leftOut.out()).contains("SELECT pg_drop_replication_slot('changeover')");
    }

    /** Apart from what the cleanup itself wrote last: its entry in the log, and the epoch that keeps sinks out. */
    private static void assertArchived(Path archive, Map<String, List<String>> ledger) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rw-------");
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            JsonNode manifest = new ObjectMapper().readTree(zip.getInputStream(zip.getEntry("manifest.json")));
            Map<String, List<String>> archived = new HashMap<>();
            for (JsonNode table : manifest.get("tables")) {
                byte[] rows = zip.getInputStream(zip.getEntry(table.get("file").asText()))
                        .readAllBytes();
                List<String> lines = new String(rows, StandardCharsets.UTF_8)
                        .lines()
                        .sorted()
                        .toList();
                assertThat(table.get("rows").asLong()).isEqualTo(lines.size());
                assertThat(table.get("sha256").asText())
                        .isEqualTo(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(rows)));
                archived.put(table.get("name").asText().replace("changeover.", ""), lines);
            }
            assertThat(archived.keySet()).isEqualTo(ledger.keySet());
            assertThat(archived.remove("command"))
                    .hasSize(ledger.getOrDefault("command", List.of()).size() + 1);
            assertThat(archived.remove("target")).hasSize(1);
            assertThat(archived).isEqualTo(without(ledger, List.of("command", "target")));
            assertThat(archived.get("migrated_row")).isNotEmpty();
            assertThat(archived.get("before_image")).isNotEmpty();
        }
    }

    private static Map<String, List<String>> without(Map<String, List<String>> ledger, List<String> tables) {
        Map<String, List<String>> rest = new HashMap<>(ledger);
        rest.keySet().removeAll(tables);
        return rest;
    }

    /** The rows of each table of the ledger, as COPY prints them. */
    private Map<String, List<String>> ledger() throws Exception {
        Map<String, List<String>> ledger = new HashMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            for (String table : databases.texts("v2", LEDGER)) {
                ByteArrayOutputStream rows = new ByteArrayOutputStream();
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY changeover." + table + " TO STDOUT", rows);
                ledger.put(
                        table,
                        rows.toString(StandardCharsets.UTF_8).lines().sorted().toList());
            }
        }
        return ledger;
    }

    /** Every byte that every table of V2 prints. */
    private List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : databases.texts(
                "v2",
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1")) {
            rows.addAll(databases.texts(
                    "v2",
                    "SELECT '" + table
                            + " ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY id)), '')"
                            + " FROM " + table + " AS t"));
        }
        return rows;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().startsWith("changeover-archive"))
                    .toList();
        }
    }

    private static Map<String, String> kinds(JsonNode things) {
        return StreamSupport.stream(things.spliterator(), false)
                .map(each -> each.get("kind").asText())
                .distinct()
                .collect(toMap(Function.identity(), Function.identity()));
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
