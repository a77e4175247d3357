package dev.changeover.cutover.preflight;

import static dev.changeover.cutover.preflight.finding.CheckName.*;
import static dev.changeover.cutover.preflight.finding.Status.FAIL;
import static dev.changeover.cutover.preflight.finding.Status.PASS;
import static dev.changeover.cutover.preflight.finding.Status.WARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.cutover.point.RollbackPoints;
import dev.changeover.cutover.preflight.finding.Check;
import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.finding.PreflightReport;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A pair that is as it must be, and what one thing that is not does to the check of it. */
class WhatEachCheckFindsIT {
    /** What is so in every pair here: no certificate, no limit on the log, and no earlier run. */
    private static final Map<CheckName, Status> USUAL =
            Map.of(V1_TLS, WARN, TARGET_TLS, WARN, ROLLBACK_POINT, WARN, STAGING_VERIFIED, WARN);

    private static final AtomicInteger PAIRS = new AtomicInteger();
    private static LocalPostgres server;

    @TempDir
    static Path state;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalPostgres.startTemporary(
                Map.of("max_slot_wal_keep_size", "8GB", "max_prepared_transactions", "5", "wal_sender_timeout", "60s"));
        CheckedPair.createTemplates(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static CheckedPair pair() throws SQLException {
        return CheckedPair.create(server, "pair" + PAIRS.incrementAndGet(), state);
    }

    @Test
    void aPairThatIsAsItMustBePassesEveryCheckButThoseOfWhatIsNotThereYet() throws SQLException {
        PreflightReport report = Preflight.run(pair().config());

        for (Check check : report.checks()) {
            assertThat(check.status())
                    .as("%s: %s", check.name(), check.finding())
                    .isEqualTo(USUAL.getOrDefault(check.name(), PASS));
        }
        assertThat(report.checks()).extracting(Check::name).containsExactlyElementsOf(EnumSet.allOf(CheckName.class));
        assertThat(report.verdict()).isEqualTo(WARN);
        assertThat(report.exitCode()).isZero();
        assertThat(report.volumes().orElseThrow().rowCount()).isEqualTo(2);
    }

    @Test
    void productionFailsWhereStagingWarns() throws SQLException {
        PreflightReport report = Preflight.run(pair().inProduction().config());

        assertThat(report.checks().stream().filter(each -> each.status() == FAIL))
                .extracting(Check::name)
                .containsExactly(V1_TLS, TARGET_TLS, ROLLBACK_POINT, STAGING_VERIFIED);
        assertThat(report.exitCode()).isEqualTo(3);
    }

    static Stream<Arguments> v1() {
        return Stream.of(
                arguments(
                        "ALTER ROLE postgres IN DATABASE %s SET statement_timeout = '20s'", V1_SETTINGS, WARN, "20000"),
                arguments(
                        "ALTER ROLE postgres IN DATABASE %s SET idle_in_transaction_session_timeout = '5s'",
                        V1_SETTINGS, WARN, "5000"),
                arguments("ALTER DATABASE %s CONNECTION LIMIT 3", V1_CONNECTIONS_LEFT, FAIL, "may have 3 connections"),
                arguments("DROP TABLE saved_filters", V1_TABLES, FAIL, "no table public.saved_filters"),
                arguments("ALTER TABLE users DROP COLUMN position", V1_TABLES, FAIL, "no column public.users.position"),
                arguments("ALTER TABLE drill_groups ALTER name TYPE text", V1_TABLES, FAIL, "name of V1 is text"),
                arguments("ALTER TABLE users ADD shoe_size int", V1_TABLES, WARN, "not migrated: shoe_size"),
                arguments(
                        "ALTER TABLE users DROP COLUMN age_range, ADD age_range varchar GENERATED ALWAYS AS ('x') STORED",
                        V1_TABLES,
                        FAIL,
                        "generated column"),
                arguments(
                        "ALTER TABLE refresh_tokens DROP CONSTRAINT refresh_tokens_pkey",
                        V1_KEYS,
                        FAIL,
                        "no primary key"),
                arguments("ALTER TABLE saved_filters REPLICA IDENTITY NOTHING", V1_KEYS, FAIL, "replica identity 'n'"),
                arguments(
                        "CREATE PUBLICATION changeover FOR TABLE users",
                        V1_PUBLICATION,
                        FAIL,
                        "without public.completed"),
                arguments("INSERT INTO users (email) VALUES (NULL), ('  ')", USERS_WITHOUT_EMAIL, WARN, "2 of 3"),
                arguments(
                        "INSERT INTO users (email) VALUES ('Anna@example.org')", DUPLICATE_EMAILS, WARN, "2 V1 users"),
                arguments("INSERT INTO drill_groups (name) VALUES ('nobody''s')", ORPHANS, WARN, "1 rows"),
                arguments("INSERT INTO drills (title) VALUES ('Rondo')", DRILL_COUNTERPARTS, WARN, "1 V1 drills"),
                arguments("DELETE FROM refresh_tokens; DELETE FROM users", VOLUMES, WARN, "no users"),
                arguments(
                        "INSERT INTO refresh_tokens (user_id, token) VALUES (1, 'token-of-andro')",
                        UNIQUE_VALUES,
                        WARN,
                        "1 values of refresh_tokens.token"));
    }

    @ParameterizedTest
    @MethodSource
    void v1(String change, CheckName name, Status status, String finding) throws SQLException {
        CheckedPair pair = CheckedPair.withV1(server, "pair" + PAIRS.incrementAndGet(), state);
        pair.inV1(change.replace("%s", pair.v1().database()));

        assertFound(pair.check(name), status, finding);
    }

    static Stream<Arguments> target() {
        return Stream.of(
                arguments(
                        "ALTER DATABASE %s SET default_transaction_read_only = on", TARGET_SETTINGS, FAIL, "read_only"),
                arguments(
                        "ALTER DATABASE %s SET synchronous_commit = off", TARGET_SETTINGS, WARN, "synchronous_commit"),
                arguments(
                        "ALTER DATABASE %s SET session_replication_role = replica",
                        TARGET_SETTINGS, FAIL, "not origin"),
                arguments("ALTER DATABASE %s CONNECTION LIMIT 3", TARGET_CONNECTIONS_LEFT, FAIL, "may have 3"),
                arguments("DROP TABLE saved_filters", TARGET_TABLES, FAIL, "no table public.saved_filters"),
                arguments(
                        "ALTER TABLE users DROP COLUMN position",
                        TARGET_TABLES,
                        FAIL,
                        "no column public.users.position"),
                arguments(
                        "ALTER TABLE completed_sessions ALTER drills TYPE jsonb USING drills::jsonb",
                        TARGET_TABLES,
                        FAIL,
                        "drills is jsonb, and the plan writes json"),
                arguments(
                        "ALTER TABLE drill_groups ADD tenant int NOT NULL",
                        TARGET_TABLES,
                        FAIL,
                        "NOT NULL without a default"),
                arguments("ALTER TABLE drill_groups ALTER name SET NOT NULL", TARGET_TABLES, WARN, "V1 may hold NULL"),
                arguments("ALTER TABLE drill_groups ALTER name TYPE varchar(20)", TARGET_TABLES, WARN, "20 characters"),
                arguments(
                        "ALTER TABLE users DROP COLUMN age_range, ADD age_range varchar GENERATED ALWAYS AS ('x') STORED",
                        TARGET_TABLES,
                        FAIL,
                        "generated by the server"),
                arguments(
                        "ALTER TABLE saved_filters DROP CONSTRAINT saved_filters_pkey",
                        TARGET_TABLES,
                        FAIL,
                        "not unique"),
                arguments(
                        "ALTER TABLE drill_groups ALTER id DROP DEFAULT; DROP SEQUENCE drill_groups_id_seq",
                        TARGET_SEQUENCES,
                        FAIL,
                        "no sequence is owned by public.drill_groups.id"),
                arguments(
                        "ALTER TABLE users ADD loud text GENERATED ALWAYS AS (upper(first_name)) STORED",
                        TARGET_PRIVILEGES,
                        PASS,
                        "tried and rolled back"),
                arguments("INSERT INTO users (id) VALUES (77)", TARGET_SEQUENCES, FAIL, "behind the ids in use"),
                arguments("SELECT setval('users_id_seq', 2147000000)", TARGET_SEQUENCES, WARN, "483647 ids left"),
                arguments(
                        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
                                + " CREATE TRIGGER welcome AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()",
                        TARGET_TRIGGERS,
                        WARN,
                        "trigger welcome on users"),
                arguments(
                        "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                                + " CREATE EVENT TRIGGER guard ON ddl_command_end EXECUTE FUNCTION e()",
                        TARGET_TRIGGERS,
                        WARN,
                        "event trigger guard"),
                arguments(
                        "CREATE TABLE badges (user_id int UNIQUE REFERENCES users)",
                        TARGET_REFERENCES,
                        WARN,
                        "badges.user_id is unique"),
                arguments(
                        "CREATE TABLE mails (email varchar REFERENCES users (email))",
                        TARGET_REFERENCES,
                        WARN,
                        "another column than id"),
                arguments(
                        "CREATE INDEX changeover_left_behind ON drill_groups (user_id);"
                                + " UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'changeover_left_behind'::regclass",
                        TARGET_INDEXES,
                        WARN,
                        "changeover_left_behind"),
                arguments(
                        "INSERT INTO users (email) VALUES ('anna@example.org'), ('Anna@example.org')",
                        EMAILS_TAKEN,
                        WARN,
                        "1 V1 users"),
                arguments(
                        "INSERT INTO drills (uuid, title) VALUES (gen_random_uuid(), 'Cone weave')",
                        DRILL_TITLES,
                        WARN,
                        "2 drills of the target have the title 'Cone weave'"),
                arguments(
                        "UPDATE drills SET title = 'CONE weave'; INSERT INTO drills (uuid, title) VALUES (gen_random_uuid(), 'cone weave')",
                        DRILL_TITLES,
                        WARN,
                        "differ from V1's 'Cone weave'"));
    }

    @ParameterizedTest
    @MethodSource
    void target(String change, CheckName name, Status status, String finding) throws SQLException {
        CheckedPair pair = CheckedPair.withTarget(server, "pair" + PAIRS.incrementAndGet(), state);
        pair.inTarget(change.replace("%s", pair.target().database()));

        assertFound(pair.check(name), status, finding);
    }

    static Stream<Arguments> aRoleWithTooFewRights() {
        return Stream.of(
                arguments(V1_REPLICATION, "neither REPLICATION nor superuser"),
                arguments(V1_SELECT, "no SELECT on public.users"),
                arguments(V1_PUBLICATION, "may not make it"),
                arguments(TARGET_PRIVILEGES, "no CREATE on the database"),
                arguments(TARGET_PRIVILEGES, "no INSERT on public.users"),
                arguments(TARGET_SEQUENCES, "no USAGE on the sequence users_id_seq"),
                arguments(TARGET_INDEXES, "indexes are made by a table's owner"),
                arguments(USERS_WITHOUT_EMAIL, "may not read one of the tables"));
    }

    @ParameterizedTest
    @MethodSource
    void aRoleWithTooFewRights(CheckName name, String finding) throws SQLException {
        CheckedPair pair =
                CheckedPair.of(server, server.address("v1_unchanged"), server.address("v2_unchanged"), state);
        pair.inV1("DO $$ BEGIN CREATE ROLE limited LOGIN; EXCEPTION WHEN duplicate_object THEN END $$");

        assertFound(pair.as("limited").check(name), FAIL, finding);
    }

    @Test
    void rowLevelSecurityThatHidesRows() throws SQLException {
        CheckedPair pair = pair();
        for (String side : Set.of(pair.v1().database(), pair.target().database())) {
            try (var connection = server.connect(side);
                    var statement = connection.createStatement()) {
                statement.execute(
                        "DO $$ BEGIN CREATE ROLE restricted LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;"
                                + " GRANT ALL ON ALL TABLES IN SCHEMA public TO restricted; GRANT CREATE ON DATABASE "
                                + side
                                + " TO restricted; ALTER TABLE users ENABLE ROW LEVEL SECURITY");
            }
        }

        assertFound(pair.as("restricted").check(V1_SELECT), FAIL, "row-level security hides rows of public.users");
        assertFound(
                pair.as("restricted").check(TARGET_PRIVILEGES), FAIL, "row-level security hides rows of public.users");
    }

    @Test
    void aRoleThatWritesEverythingButMayMakeNoTemporaryTableAndMayNotReadWhatHangsOnItsRows() throws SQLException {
        CheckedPair pair = pair();
        writer(pair);
        CheckedPair asWriter = pair.as("writer");
        assertFound(asWriter.check(TARGET_PRIVILEGES), PASS, "tried and rolled back");

        pair.inTarget("REVOKE TEMPORARY ON DATABASE " + pair.target().database() + " FROM PUBLIC");
        pair.inTarget("CREATE TABLE notes (drill_group_id int REFERENCES drill_groups)");

        assertFound(asWriter.check(TARGET_PRIVILEGES), FAIL, "no TEMPORARY on the database");
        assertFound(asWriter.check(TARGET_PRIVILEGES), FAIL, "no SELECT on notes");
    }

    @Test
    void aRoleThatOwnsNoTableMissesOnlyTheIndexesThatAreNotThere() throws SQLException {
        CheckedPair pair = pair();
        writer(pair);
        CheckedPair asWriter = pair.as("writer");
        assertFound(asWriter.check(TARGET_INDEXES), FAIL, "public.drill_group_items");

        pair.inTarget("DO $$ DECLARE k record; BEGIN FOR k IN SELECT con.conrelid::regclass AS child, a.attname"
                + " FROM pg_constraint con JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = con.conkey[1]"
                + " WHERE con.contype = 'f' LOOP EXECUTE format('CREATE INDEX ON %s (%I)', k.child, k.attname);"
                + " END LOOP; END $$");
        assertFound(asWriter.check(TARGET_INDEXES), FAIL, "this role is not for public.users");

        pair.inTarget("CREATE INDEX changeover_users_identity ON users (lower(email))");
        assertFound(asWriter.check(TARGET_INDEXES), PASS, "are there");

        pair.inTarget("CREATE TABLE notes (drill_group_id int REFERENCES drill_groups)");
        assertFound(asWriter.check(TARGET_INDEXES), FAIL, "this role is not for public.notes");
    }

    /** Makes a role that owns nothing and may do what the sink does, but for its indexes. */
    private static void writer(CheckedPair pair) throws SQLException {
        String grants = "DO $$ BEGIN CREATE ROLE writer LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;"
                + " GRANT ALL ON ALL TABLES IN SCHEMA public TO writer;"
                + " GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO writer; GRANT CREATE ON DATABASE ";
        pair.inV1(grants + pair.v1().database() + " TO writer");
        pair.inTarget(grants + pair.target().database() + " TO writer");
    }

    @Test
    void aProductionThatDoesNotAnswerForbidsStagingAndAStagingThatDoesNotAnswerForbidsNothing() throws SQLException {
        CheckedPair pair = pair();
        DatabaseAddress nobody = new DatabaseAddress("127.0.0.1", 1, "v2", "postgres", CheckedPair.PASSWORD, Map.of());

        assertFound(
                pair.withOther("V2_DATABASE_URL", nobody).check(TARGET_IDENTITY),
                FAIL,
                "V2_DATABASE_URL does not answer");
        assertFound(
                pair.inProduction().withOther("STAGING_DATABASE_URL", nobody).check(TARGET_IDENTITY),
                WARN,
                "STAGING_DATABASE_URL does not answer");
    }

    @Test
    void anOverrideThatLeadsNowhereAndIndexesThatAreForbidden() throws SQLException {
        CheckedPair pair = pair().withOverrides(Map.of("Cone weave", "00000000-0000-0000-0000-000000000001"));

        assertFound(pair.check(DRILL_TITLES), FAIL, "a drill that the target does not have");
        assertFound(pair.check(TARGET_INDEXES), WARN, "sink.createIndexes is false");
    }

    @Test
    void anOverrideThatSpellsItsDrillInCapitalsLeadsToIt() throws SQLException {
        CheckedPair pair = pair().withOverrides(Map.of("Cone weave", "ABCDEF00-0000-0000-0000-00000000000A"));
        pair.inTarget("UPDATE drills SET uuid = 'abcdef00-0000-0000-0000-00000000000a'");

        assertFound(pair.check(DRILL_TITLES), PASS, "is there once");
    }

    @Test
    void targetsThatAreNotTheOneThatWasMeant() throws SQLException {
        CheckedPair pair = pair();
        CheckedPair itself = CheckedPair.of(server, pair.v1(), pair.v1(), state);

        assertFound(itself.check(TARGET_IDENTITY), FAIL, "V1 and the target are the same database");
        assertFound(
                pair.withOther("V2_DATABASE_URL", pair.target()).check(TARGET_IDENTITY),
                FAIL,
                "lead to the same database");
        assertFound(pair.withOther("V2_DATABASE_URL", pair.v1()).check(TARGET_IDENTITY), PASS, "of its own");

        pair.inTarget("CREATE SCHEMA changeover; CREATE TABLE changeover.target AS SELECT 'production' AS environment,"
                + " s.system_identifier, d.oid::bigint AS database_oid, 1 AS timeline"
                + " FROM pg_control_system() s, pg_database d WHERE d.datname = current_database()");
        assertFound(pair.check(TARGET_IDENTITY), FAIL, "belongs to the environment production");
        pair.inTarget("UPDATE changeover.target SET environment = 'staging'");
        assertFound(pair.check(TARGET_IDENTITY), PASS, "of its own");
        for (String other : new String[] {"system_identifier", "database_oid", "timeline"}) {
            pair.inTarget("UPDATE changeover.target SET " + other + " = " + other + " + 1");
            assertFound(pair.check(TARGET_IDENTITY), FAIL, "a copy of another database");
            pair.inTarget("UPDATE changeover.target SET " + other + " = " + other + " - 1");
        }
    }

    @Test
    void aRollbackPointCountsIfARollbackOfThisTargetWouldTakeIt() throws SQLException, IOException {
        CheckedPair pair = pair();
        CheckedPair other = pair();
        assertFound(pair.check(ROLLBACK_POINT), WARN, "there is no rollback point of staging");

        pointOf(other, "of-another");
        Files.createDirectories(points().resolve("half-made"));
        Files.writeString(points().resolve("half-made/manifest.json"), "{}");
        assertFound(pair.check(ROLLBACK_POINT), WARN, "of-another: it was made of another database of this server");

        pointOf(pair, "of-this");
        assertFound(pair.check(ROLLBACK_POINT), PASS, "1 rollback points of this target, the newest of-this");
    }

    private static void pointOf(CheckedPair pair, String name) {
        new RollbackPoints(state, "staging", pair.target(), Clock.systemUTC()).create(Optional.of(name), () -> {});
    }

    private static Path points() {
        return state.resolve("rollback-points/staging");
    }

    static void assertFound(Check check, Status status, String finding) {
        assertThat(check.finding()).contains(finding);
        assertThat(check.status()).isEqualTo(status);
        assertThat(check.remedy().isBlank()).isEqualTo(status == PASS);
    }
}
