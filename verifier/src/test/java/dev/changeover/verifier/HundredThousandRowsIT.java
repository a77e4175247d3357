package dev.changeover.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import dev.changeover.verifier.report.Verdict;
import dev.changeover.verifier.report.VerificationReport;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * As many rows as the reference set has, made by SQL alone. {@code -Dchangeover.verifier.users=50000} makes it ten times as
 * many, for runs by hand.
 */
class HundredThousandRowsIT {
    private static final int USERS = Integer.getInteger("changeover.verifier.users", 5_000);
    private static final int ROUNDS = 3;
    private static final int HEAP_MEGABYTES = 64;
    private static final int MOST_RESIDENT_MEGABYTES = 512;

    private static LocalPostgres server;
    private static VerifierConfig config;

    @BeforeAll
    static void fillBoth() throws Exception {
        server = LocalPostgres.startTemporary();
        server.createDatabase("v1");
        server.createDatabase("v2");
        try (Connection v1 = server.connect("v1");
                Connection v2 = server.connect("v2")) {
            fill(v1, v2);
        }
        config = VerifierConfig.quiet(server.address("v1"), server.address("v2"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The rounds alternate and the best of each counts: what else runs on the machine slows both down. */
    @Test
    void areVerifiedInAFewTimesTheTimeOfReadingBothDatabasesOnce() throws Exception {
        DataDump dump = DataDump.of(config.v1(), config.target());
        Duration dumped = Duration.ofDays(1);
        Duration verified = Duration.ofDays(1);

        for (int round = 0; round < ROUNDS; round++) {
            dumped = shorter(dumped, dump.run());
            VerificationReport report = Verification.run(config);
            verified = shorter(verified, report.took());
            assertThat(report.verdict()).as(report.line()).isEqualTo(Verdict.MATCH);
            assertThat(report.content().orElseThrow().rowsCompared()).isEqualTo(USERS * 21L);
        }

        LoggerFactory.getLogger(HundredThousandRowsIT.class)
                .atInfo()
                .addKeyValue("verifiedMillis", verified.toMillis())
                .addKeyValue("dumpedMillis", dumped.toMillis())
                .addKeyValue("contentMillis", millis(config.withLevel(Level.CONTENT)))
                .addKeyValue("countsMillis", millis(config.withLevel(Level.COUNTS)))
                .addKeyValue("invariantsMillis", millis(config.withLevel(Level.INVARIANTS)))
                .log("compared with " + dump.name());
        assertThat(verified).isLessThan(dumped.multipliedBy(DataDump.MOST_TIMES));
    }

    /** A verification that held all users would need more than this heap: their text alone is larger. */
    @Test
    void areVerifiedInAHeapThatIsSmallerThanTheData() throws Exception {
        assertThat(DataDump.byCopy(config.v1(), config.target()).bytes()).isGreaterThan(HEAP_MEGABYTES * 1_000_000L);

        VerifierProcess.Ending ending = VerifierProcess.run(config, HEAP_MEGABYTES);

        LoggerFactory.getLogger(HundredThousandRowsIT.class)
                .atInfo()
                .addKeyValue("residentMegabytes", ending.mostResidentMegabytes())
                .log("verified in a heap of " + HEAP_MEGABYTES + " MB");
        assertThat(ending.exitCode()).as(ending.output()).isEqualTo(Verdict.MATCH.exitCode());
        assertThat(ending.mostResidentMegabytes()).isBetween(1L, MOST_RESIDENT_MEGABYTES - 1L);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static void fill(Connection v1, Connection v2) throws Exception {
        Schemas.createV1(v1);
        Schemas.createV2(v2);
        MigratedPair.createLedger(v2);
        String entry = "{\"drill\": {\"id\": \"4A6B9141\", \"title\": \"Nobody has it\", \"skill\": \"passing\","
                + " \"description\": \"" + "d".repeat(300) + "\"}, \"totalDuration\": 18}";
        String session = "'[" + String.join(", ", List.of(entry, entry, entry, entry)) + "]'::json";
        String same = """
                INSERT INTO users (id, email, hashed_password, playstyle)
                  SELECT u, 'user' || u || '@example.org', 'hash', '["a"]' FROM generate_series(1, USERS) u;
                INSERT INTO session_preferences (id, user_id, duration, created_at) SELECT u, u, 5, NULL::timestamp FROM generate_series(1, USERS) u;
                INSERT INTO drill_groups (id, user_id, name) SELECT u, u, 'Liked' FROM generate_series(1, USERS) u;
                INSERT INTO drill_group_items (id, drill_group_id, position, created_at)
                  SELECT n, (n * 7919) % USERS + 1, n, NULL::timestamp FROM generate_series(1, USERS * 5) n;
                INSERT INTO training_sessions (id, user_id, created_at) SELECT u, u, NULL::timestamp FROM generate_series(1, USERS) u;
                INSERT INTO saved_filters (id, user_id, name) SELECT n, n % USERS + 1, 'f' FROM generate_series(1, USERS * 4) n;
                """.replace("USERS", String.valueOf(USERS));
        String of = "SELECT n, n % " + USERS + " + 1, " + session + " FROM generate_series(1, " + USERS + " * 4) n";
        String tokens = "SELECT n, n % " + USERS + " + 1, 'token' || n FROM generate_series(1, " + USERS + " * 4) n";
        MigratedPair.run(
                v1,
                same + "INSERT INTO completed_sessions (id, user_id, drills) " + of + ";"
                        + "INSERT INTO refresh_tokens (id, user_id, token) " + tokens);
        MigratedPair.run(
                v2,
                same
                        + "INSERT INTO completed_sessions (id, user_id, drills, session_type) SELECT s.*, 'drill_training' FROM ("
                        + of + ") s;"
                        + "INSERT INTO refresh_tokens (id, user_id, token, is_revoked) SELECT t.*, false FROM ("
                        + tokens + ") t");
        for (TablePlan plan : MigrationPlan.tables()) {
            String owner = plan.isRoot() ? "id" : plan.hangsOnUser() ? "user_id" : "drill_group_id";
            MigratedPair.run(
                    v2,
                    "INSERT INTO changeover.plan_table VALUES (" + plan.number() + ", '" + plan.name()
                            + "'); INSERT INTO changeover.migrated_row SELECT " + plan.number() + ", id, id, "
                            + (plan.name().equals("ordered_session_drills") ? "session_id" : owner)
                            + ", 1, false, 0, true, 0, 0 FROM " + plan.name());
        }
        MigratedPair.run(
                v2,
                "INSERT INTO changeover.v1_user (v1_user_id, identity, outcome, target_user_id)"
                        + " SELECT id, email, 'created', id FROM users; ANALYZE");
        MigratedPair.run(v1, "ANALYZE");
    }

    private static long millis(VerifierConfig config) throws InterruptedException {
        return Verification.run(config).took().toMillis();
    }
}
