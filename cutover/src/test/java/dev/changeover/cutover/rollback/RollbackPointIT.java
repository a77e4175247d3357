package dev.changeover.cutover.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.PointData;
import dev.changeover.cutover.point.PointManifest;
import dev.changeover.cutover.point.PointTable;
import dev.changeover.cutover.point.RollbackPoints;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Points of a target that has no ledger: whoever wrote since is somebody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollbackPointIT {
    private static final String TARGET = "v2";
    private static final String ANOTHER = "another";
    private static final String AWKWARD = "INSERT INTO users (email, playstyle) VALUES"
            + " ('a@b.example', '{\"x\" : 1.50, \"x\": \"\\u0000\"}'), ('c@d.example', NULL), (NULL, '[]');"
            + " INSERT INTO drill_groups (user_id, name) VALUES (1, E'tab\\tand \\\\ and \\n'), (2, '');"
            + " INSERT INTO refresh_tokens (user_id, token, expires_at) VALUES (1, 't1', 'infinity'), (2, 't2', NULL);"
            + " INSERT INTO saved_filters (user_id, client_id, saved_equipment) VALUES (1, 'k', '{NULL,\"\",\"a,b\"}');"
            + " INSERT INTO premium_subscriptions (user_id, status, plan_type) VALUES (2, 'active', 'yearly')";

    @TempDir
    Path state;

    private LocalPostgres server;
    private RollbackPoints points;

    @BeforeAll
    void start() throws SQLException {
        server = LocalPostgres.startTemporary();
        server.createDatabase(ANOTHER);
        try (Connection connection = server.connect(ANOTHER)) {
            Schemas.createV2(connection);
        }
    }

    @BeforeEach
    void freshTarget() throws SQLException {
        run("postgres", "DROP DATABASE IF EXISTS " + TARGET);
        run("postgres", "CREATE DATABASE " + TARGET + " TEMPLATE " + ANOTHER);
        run(TARGET, AWKWARD);
        points = new RollbackPoints(state, "staging", server.address(TARGET), Clock.systemUTC());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aPointIsCheckedByRestoringItAndLeavesNothingInTheTarget() throws Exception {
        points.create(Optional.of("one"), () -> {});

        long rows = points.check(points.find("one"));

        assertThat(rows).isEqualTo(9);
        assertThat(texts("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'changeover%'"))
                .isEmpty();
    }

    @Test
    void theSameRowsHaveTheSameChecksumsWhereverTheyLie() throws Exception {
        PointManifest one = points.create(Optional.of("one"), () -> {});
        run(TARGET, "UPDATE users SET email = email WHERE id = 1");
        PointManifest two = points.create(Optional.of("two"), () -> {});

        assertThat(checksums(two)).isEqualTo(checksums(one));
    }

    @Test
    void onlyTheOwnerMayReadThePersonalData() throws Exception {
        points.create(Optional.of("one"), () -> {});

        try (Stream<Path> all = Files.walk(state.resolve("rollback-points"))) {
            for (Path each : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .as(each.toString())
                        .endsWith("------");
            }
        }
    }

    @Test
    void aFlippedByteIsFoundByCheckAndRefusedByRollback() throws Exception {
        points.create(Optional.of("one"), () -> {});
        Path file = folder("one").resolve("01-users.copy.gz");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        PointData damaged = points.find("one");

        assertThatThrownBy(() -> points.check(damaged))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("users");
        assertThatThrownBy(() -> rollback(TARGET).require(damaged)).hasMessageContaining("damaged");
    }

    @Test
    void aHalfMadePointIsNoPointAndIsRemovedByTheNext() throws Exception {
        points.create(Optional.of("one"), () -> {});
        Path killed = folder(".making-two");
        Files.createDirectory(killed);
        Files.writeString(killed.resolve("01-users.copy.gz"), "half");
        Files.delete(folder("one").resolve("manifest.json"));

        assertThat(points.list()).isEmpty();
        assertThatThrownBy(() -> points.find("one")).hasMessageContaining("not complete");

        points.create(Optional.of("three"), () -> {});

        assertThat(killed).doesNotExist();
        assertThat(points.list()).extracting(PointManifest::name).containsExactly("three");
    }

    @Test
    void aPointOfAnotherDatabaseIsRefused() {
        points.create(Optional.of("one"), () -> {});

        assertThatThrownBy(() -> rollback(ANOTHER).require(points.find("one")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not of this target");
    }

    @Test
    void aTableThatWasChangedSinceIsRefused() throws Exception {
        points.create(Optional.of("one"), () -> {});
        run(TARGET, "ALTER TABLE drill_groups ADD COLUMN colour text");

        assertThatThrownBy(() -> rollback(TARGET).require(points.find("one"))).hasMessageContaining("drill_groups");
    }

    @Test
    void rowsOfATableThatCameLaterDoNotGoWithTheUsersThatTheyReference() throws Exception {
        points.create(Optional.of("one"), () -> {});
        run(
                TARGET,
                "CREATE TABLE push_tokens (user_id int PRIMARY KEY REFERENCES users ON DELETE CASCADE);"
                        + " INSERT INTO users (email) VALUES ('later@x.example');");
        PointData point = points.find("one");
        rollback(TARGET).require(point);
        run(TARGET, "INSERT INTO push_tokens SELECT max(id) FROM users");

        assertThatThrownBy(() -> rollback(TARGET).require(point)).hasMessageContaining("push_tokens");
        assertThatThrownBy(() -> rollback(TARGET).run(point, true)).hasMessageContaining("push_tokens");

        assertThat(texts("SELECT email FROM push_tokens JOIN users ON id = user_id"))
                .containsExactly("later@x.example");
        run(TARGET, "DELETE FROM push_tokens");
        assertThat(rollback(TARGET).run(point, true)).isInstanceOf(RollbackOutcome.Done.class);
    }

    @Test
    void withoutALedgerTheFirstPointIsMadeAgain() throws Exception {
        run(TARGET, "CREATE SCHEMA changeover; CREATE TABLE changeover.migrated_row (id int)");
        assertThat(points.createBeforeFirstWrite())
                .hasValueSatisfying(made -> assertThat(made.beforeFirstWrite()).isTrue());
        assertThat(points.createBeforeFirstWrite())
                .as("the point may be of before a restore")
                .isPresent();

        run(TARGET, "INSERT INTO changeover.migrated_row VALUES (1)");
        assertThat(points.createBeforeFirstWrite()).isEmpty();
    }

    @Test
    void withoutALedgerNobodyKnowsWhetherAMigrationHasBegun() {
        assertThat(points.create(Optional.of("one"), () -> {}).beforeFirstWrite())
                .isFalse();
    }

    @Test
    void everythingGoesBackAlsoSwappedUniqueValuesAndInSpiteOfTriggers() throws Exception {
        List<String> before = state();
        points.create(Optional.of("one"), () -> {});
        run(
                TARGET,
                "UPDATE users SET email = NULL WHERE id = 1; UPDATE users SET email = 'a@b.example' WHERE id = 2;"
                        + " UPDATE users SET email = 'c@d.example' WHERE id = 1; DELETE FROM refresh_tokens WHERE id = 2;"
                        + " INSERT INTO refresh_tokens (user_id, token) VALUES (1, 't2');"
                        + " UPDATE premium_subscriptions SET user_id = 1; DELETE FROM drill_groups WHERE user_id = 2;"
                        + " CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE 'no'; END $$;"
                        + " CREATE TRIGGER refuses BEFORE INSERT OR UPDATE OR DELETE ON users EXECUTE FUNCTION refuse()");
        List<String> changed = state();

        RollbackOutcome refused = rollback(TARGET).run(points.find("one"), false);

        assertThat(refused)
                .isEqualTo(new RollbackOutcome.OthersWrote(List.of(
                        new OthersWrites("users", 0, 2, 0, List.of("1", "2")),
                        new OthersWrites("drill_groups", 0, 0, 1, List.of("2")),
                        new OthersWrites("refresh_tokens", 1, 0, 1, List.of("2", "3")),
                        new OthersWrites("premium_subscriptions", 0, 1, 0, List.of("1")))));
        assertThat(state()).isEqualTo(changed);

        rollback(TARGET).run(points.find("one"), true);

        assertThat(state()).isEqualTo(before);
        assertThat(texts("SELECT tgenabled::text FROM pg_trigger WHERE tgname = 'refuses'"))
                .containsExactly("O");
    }

    @Test
    void aRuleThatWasAddedSinceIsToldWithoutTheRowThatBreaksIt() throws Exception {
        points.create(Optional.of("one"), () -> {});
        run(
                TARGET,
                "UPDATE users SET first_name = 'x' WHERE id = 1;"
                        + " ALTER TABLE users ADD CONSTRAINT later CHECK (first_name IS NOT NULL) NOT VALID");

        Throwable refused = catchThrowable(() -> rollback(TARGET).run(points.find("one"), true));

        assertThat(refused).isInstanceOf(ProblemException.class).hasMessageContaining("SQLSTATE 23514");
        assertThat(refused).hasStackTraceContaining("\"later\""); // the log prints it
        assertThat(Throwables.getStackTrace(refused)).doesNotContain("a@b.example");
    }

    @Test
    void itGivesUpWhenSomebodyHoldsATableAndChangesNothing() throws Exception {
        points.create(Optional.of("one"), () -> {});
        run(TARGET, "UPDATE users SET first_name = 'x' WHERE id = 1");
        List<String> changed = state();

        try (Connection holder = server.connect(TARGET);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("UPDATE drill_groups SET name = 'held' WHERE id = 1");

            assertThatThrownBy(() -> rollback(TARGET).run(points.find("one"), true))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("gave up");
            holder.rollback();
        }

        assertThat(state()).isEqualTo(changed);
    }

    @Test
    void toldToStopWhileSomebodyHoldsATableItDoesNotGoOnTrying() throws Exception {
        points.create(Optional.of("one"), () -> {});
        run(TARGET, "UPDATE users SET first_name = 'x' WHERE id = 1");
        List<String> changed = state();
        Rollback patient =
                new Rollback(server.address(TARGET), new NoLedger(), Duration.ofMinutes(10), pause -> !pause.isZero());

        RollbackOutcome outcome;
        try (Connection holder = server.connect(TARGET);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("UPDATE drill_groups SET name = 'held' WHERE id = 1");
            outcome = patient.run(points.find("one"), true);
            holder.rollback();
        }

        assertThat(outcome).isInstanceOf(RollbackOutcome.Interrupted.class);
        assertThat(state()).isEqualTo(changed);
    }

    @Test
    void toldToStopAtAnyMomentBeforeTheCommitNothingHasHappened() throws Exception {
        points.create(Optional.of("one"), () -> {});
        List<String> before = state();
        run(TARGET, "UPDATE users SET first_name = 'x' WHERE id = 1");
        List<String> changed = state();

        int questions = 0;
        while (rollbackStoppedAt(++questions) instanceof RollbackOutcome.Interrupted) {
            assertThat(state()).as("stopped at question " + questions).isEqualTo(changed);
        }

        assertThat(questions).isGreaterThan(3);
        assertThat(state()).isEqualTo(before);
    }

    private RollbackOutcome rollbackStoppedAt(int question) {
        AtomicInteger asked = new AtomicInteger();
        return new Rollback(
                        server.address(TARGET),
                        new NoLedger(),
                        Duration.ofSeconds(10),
                        pause -> asked.incrementAndGet() >= question)
                .run(points.find("one"), true);
    }

    private Rollback rollback(String database) {
        return new Rollback(server.address(database), new NoLedger(), Duration.ofMillis(500), pause -> false);
    }

    private Path folder(String name) {
        return state.resolve("rollback-points").resolve("staging").resolve(name);
    }

    private static List<String> checksums(PointManifest point) {
        return point.tables().stream().map(PointTable::sha256).toList();
    }

    /** Every byte that every table prints. */
    private List<String> state() throws SQLException {
        List<String> state = new ArrayList<>();
        for (String table : texts("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                + " AND relkind = 'r' ORDER BY 1")) {
            state.addAll(texts("SELECT '" + table + " ' || t::text FROM " + table + " AS t ORDER BY id"));
        }
        return state;
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = server.connect(TARGET);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private void run(String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Never asked: the target has none. */
    private static final class NoLedger implements RollbackLedger {
        @Override
        public void require(Connection connection) {
            throw new AssertionError("there is no ledger");
        }

        @Override
        public long raiseEpoch(Connection connection) {
            throw new AssertionError("there is no ledger");
        }

        @Override
        public void putBack(Connection connection, PointManifest point, Map<String, String> tables) {
            throw new AssertionError("there is no ledger");
        }
    }
}
