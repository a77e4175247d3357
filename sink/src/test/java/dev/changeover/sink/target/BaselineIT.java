package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BaselineIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void aTargetUserIsStaleWhenV1HasItsIdentityAndElseProtected() throws SQLException {
        DatabaseAddress v1 = v1("(1, 'Anna@x.org'), (2, 'bob@x.org'), (3, 'new@x.org')");
        try (TargetDatabase target =
                target("(10, 'anna@X.org'), (11, 'bob@x.org'), (12, 'android@x.org'), (13, NULL)")) {
            assertThat(ensure(v1, target)).isTrue();

            assertThat(classes(target)).containsExactly("10|stale", "11|stale", "12|protected", "13|protected");
            assertThat(pairings(target)).containsExactly("1|10", "2|11");
            assertThat(claims(target))
                    .containsExactly("1|anna@x.org|pending", "2|bob@x.org|pending", "3|new@x.org|pending");
            assertThat(TestServer.rows(target.address(), "SELECT baseline_at IS NOT NULL FROM changeover.target"))
                    .containsExactly("t");
        }
    }

    @Test
    void underscorePercentAndBackslashInAnEmailArePlainCharacters() throws SQLException {
        DatabaseAddress v1 = v1("(1, 'and_0@x.org'), (2, '%@x.org'), (3, E'a\\\\b@x.org'), (4, E'tab\\there@x.org')");
        try (TargetDatabase target = target("(10, 'andX0@x.org'), (11, 'any@x.org'), (12, E'a\\\\b@x.org'),"
                + " (13, E'tab\\there@x.org'), (14, E'A\\\\\\\\b@x.org')")) {
            ensure(v1, target);

            assertThat(classes(target))
                    .containsExactly("10|protected", "11|protected", "12|stale", "13|stale", "14|protected");
            assertThat(pairings(target)).containsExactly("3|12", "4|13");
        }
    }

    @Test
    void v1UsersWhoseEmailsDifferOnlyInCaseAreBothPaired() throws SQLException {
        DatabaseAddress v1 = v1("(1, 'Same@x.org'), (2, 'same@x.org')");
        try (TargetDatabase target = target("(10, 'SAME@x.org')")) {
            ensure(v1, target);

            assertThat(pairings(target)).containsExactly("1|10", "2|10");
            assertThat(claims(target)).containsExactly("1|same@x.org|pending", "2|same@x.org|pending");
        }
    }

    @Test
    void targetUsersWhoShareAnIdentityAreAllProtected() throws SQLException {
        DatabaseAddress v1 = v1("(1, 'twice@x.org')");
        try (TargetDatabase target = target("(10, 'Twice@x.org'), (11, 'twice@x.org')")) {
            ensure(v1, target);

            assertThat(classes(target)).containsExactly("10|protected", "11|protected");
            assertThat(pairings(target)).isEmpty();
        }
    }

    @Test
    void anEmailOfUnicodeWhiteSpaceIsNoIdentity() throws SQLException {
        String blank = "E'\\u2003\\u00a0\\u3000'";
        DatabaseAddress v1 = v1("(1, " + blank + "), (2, NULL), (3, ''), (4, ' a@x.org')");
        try (TargetDatabase target = target("(10, " + blank + "), (11, ''), (12, 'a@x.org')")) {
            ensure(v1, target);

            assertThat(claims(target))
                    .containsExactly("1|null|skipped", "2|null|skipped", "3|null|skipped", "4| a@x.org|pending");
            assertThat(classes(target)).containsExactly("10|protected", "11|protected", "12|protected");
        }
    }

    @Test
    void theBaselineIsKeptWhateverChangesLater() throws SQLException {
        DatabaseAddress v1 = v1("(1, 'a@x.org')");
        try (TargetDatabase target = target("(10, 'a@x.org')")) {
            ensure(v1, target);
            TestServer.run(target.address(), "INSERT INTO users (id, email) VALUES (11, 'late@x.org')");
            TestServer.run(v1, "INSERT INTO users (id, email) VALUES (2, 'late@x.org')");

            assertThat(ensure(v1, target)).isFalse();

            assertThat(classes(target)).containsExactly("10|stale");
            assertThat(claims(target)).containsExactly("1|a@x.org|pending");
        }
    }

    @Test
    void killedInTheMiddleNothingOfItIsThere() throws Exception {
        DatabaseAddress v1 = v1("(1, 'a@x.org')");
        try (TargetDatabase target = target("(10, 'a@x.org')");
                Connection lock = TestServer.connect(v1)) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("LOCK TABLE users"); // holds the baseline between its look at target and V1
            var thread = Executors.newSingleThreadExecutor();
            Future<Boolean> baseline = thread.submit(() -> ensure(v1, target));
            awaitBetweenTheLooks(v1, target);

            TestServer.rows(
                    target.address(),
                    "SELECT pg_terminate_backend(pid) FROM (" + sinkInTransaction(target) + ") AS sink");
            lock.rollback();

            assertThatThrownBy(baseline::get).hasCauseInstanceOf(SQLException.class);
            thread.shutdown();
            assertThat(classes(target)).isEmpty();
            assertThat(claims(target)).isEmpty();
            assertThat(ensure(v1, target)).isTrue();
        }
    }

    @Test
    void whoSignsUpInTheTargetBetweenTheLooksIsNotStale() throws Exception {
        DatabaseAddress v1 = v1("(1, 'a@x.org'), (2, 'late@x.org')");
        try (TargetDatabase target = target("(10, 'a@x.org')");
                Connection lock = TestServer.connect(v1)) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("LOCK TABLE users");
            var thread = Executors.newSingleThreadExecutor();
            Future<Boolean> baseline = thread.submit(() -> ensure(v1, target));
            awaitBetweenTheLooks(v1, target);

            TestServer.run(target.address(), "INSERT INTO users (id, email) VALUES (11, 'late@x.org')");
            lock.rollback();

            assertThat(baseline.get()).isTrue();
            thread.shutdown();
            assertThat(classes(target)).containsExactly("10|stale");
            assertThat(pairings(target)).containsExactly("1|10");
        }
    }

    @Test
    void ofTwoSinksAtOnceOneMakesIt() throws Exception {
        DatabaseAddress v1 = v1("(1, 'a@x.org')");
        try (TargetDatabase target = target("(10, 'a@x.org')")) {
            Callable<Boolean> sink = () -> ensure(v1, target);
            var threads = Executors.newFixedThreadPool(3);

            int made = 0;
            for (Future<Boolean> each : threads.invokeAll(List.of(sink, sink, sink))) {
                made += each.get() ? 1 : 0;
            }
            threads.shutdown();

            assertThat(made).isEqualTo(1);
            assertThat(pairings(target)).containsExactly("1|10");
        }
    }

    @Test
    void v1ThatCannotBeReadLeavesNoBaselineAndSaysWhy() throws SQLException {
        DatabaseAddress empty = SERVER.empty();
        try (TargetDatabase target = target("(10, 'a@x.org')")) {
            assertThatThrownBy(() -> ensure(empty, target))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("Cannot read V1's users");
            assertThat(classes(target)).isEmpty();
        }
    }

    @Test
    void aHundredThousandUsersOnEachSideTakeSeconds() throws SQLException {
        DatabaseAddress v1 = SERVER.v1();
        TestServer.run(
                v1, "INSERT INTO users (email) SELECT 'User' || n || '@x.org' FROM generate_series(1, 100000) n");
        try (TargetDatabase target = SERVER.registered()) {
            TestServer.run(
                    target.address(),
                    "INSERT INTO users (email) SELECT 'user' || n || '@x.org' FROM generate_series(50001, 150000) n");
            long start = System.nanoTime();

            ensure(v1, target);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            try (Connection connection = target.connection()) {
                assertThat(Baseline.counts(connection)).isEqualTo(new BaselineCounts(50_000, 50_000));
            }
        }
    }

    private static DatabaseAddress v1(String users) throws SQLException {
        DatabaseAddress v1 = SERVER.v1();
        TestServer.run(v1, "INSERT INTO users (id, email) VALUES " + users);
        return v1;
    }

    private static TargetDatabase target(String users) throws SQLException {
        TargetDatabase target = SERVER.registered();
        TestServer.run(target.address(), "INSERT INTO users (id, email) VALUES " + users);
        return target;
    }

    private static boolean ensure(DatabaseAddress v1, TargetDatabase target) throws SQLException {
        try (Connection connection = target.connection()) {
            return Baseline.ensure(v1, connection);
        }
    }

    /** Somebody else must hold V1's users. */
    private static void awaitBetweenTheLooks(DatabaseAddress v1, TargetDatabase target) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !TestServer.rows(target.address(), sinkInTransaction(target))
                                .isEmpty()
                        && !TestServer.rows(v1, "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'relation'")
                                .isEmpty());
    }

    private static String sinkInTransaction(TargetDatabase target) {
        return "SELECT pid FROM pg_stat_activity WHERE datname = '"
                + target.address().database() + "' AND state = 'idle in transaction'";
    }

    private static List<String> classes(TargetDatabase target) throws SQLException {
        return TestServer.rows(
                target.address(), "SELECT target_user_id, class FROM changeover.baseline_user ORDER BY 1");
    }

    private static List<String> pairings(TargetDatabase target) throws SQLException {
        return TestServer.rows(
                target.address(), "SELECT v1_user_id, target_user_id FROM changeover.pairing ORDER BY 1");
    }

    private static List<String> claims(TargetDatabase target) throws SQLException {
        return TestServer.rows(
                target.address(), "SELECT v1_user_id, identity, outcome FROM changeover.v1_user ORDER BY 1");
    }
}
