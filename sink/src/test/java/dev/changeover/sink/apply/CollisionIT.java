package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What strikes a transaction of the sink while it is open: tried again, a bounded number of times, and then said. */
class CollisionIT extends OnAFreshTarget {
    private static final UserDocument ANN =
            Documents.user(1, "ann@x").row("refresh_tokens", 5, "token", "t").build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void aStaleUserWithAnAuditLog() throws Exception {
        lab.v1User(1, "ann@x")
                .v2(
                        "INSERT INTO users (email) VALUES ('ann@x');"
                                + "INSERT INTO audit_logs (user_id, action, endpoint, method, status) VALUES (1, 'a', 'b', 'c', 'd')")
                .v2(
                        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''3s''', current_database()); END $$")
                .ready();
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    /** Takes a lock that the sink needs late in its transaction. */
    private Connection holderOfTheAuditLog() throws SQLException {
        Connection holder = lab.connect();
        execute(holder, "SET deadlock_timeout = '120s'"); // the sink is to notice the deadlock
        holder.setAutoCommit(false);
        execute(holder, "UPDATE audit_logs SET action = 'held'");
        return holder;
    }

    private Future<BatchResult> applyUntilItWaitsInTheMiddle(DocumentApplier applier) {
        Future<BatchResult> result = threads.submit(() -> applier.apply(lab.deliveries(ANN)));
        await().atMost(PATIENCE)
                .until(() -> lab.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND wait_event_type = 'Lock' AND query LIKE '%audit_logs%'"
                                + " AND application_name = 'changeover-sink'")
                        .equals("1"));
        return result;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void annArrivedOnce() throws SQLException {
        assertThat(lab.ask("SELECT email, (SELECT token FROM refresh_tokens) FROM users"))
                .isEqualTo("ann@x|t");
        assertThat(lab.ask("SELECT count(*) FROM changeover.before_image WHERE reason = 'replaced'"))
                .isEqualTo("1");
        assertThat(lab.ask("SELECT count(*) FROM changeover.sink_transaction")).isEqualTo("1");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void aStaleUserThatV2DeletesMeanwhileIsNotReplacedAndItsV1UserIsCreated() throws Exception {
        try (Connection other = lab.connect()) {
            other.setAutoCommit(false);
            execute(other, "DELETE FROM audit_logs");
            execute(other, "DELETE FROM users");
            Future<BatchResult> result = threads.submit(() -> lab.applier().apply(lab.deliveries(ANN)));
            await().atMost(PATIENCE).until(() -> waiting().equals("1"));

            other.commit();
            result.get();
        }

        assertThat(lab.ask("SELECT email, (SELECT token FROM refresh_tokens) FROM users"))
                .isEqualTo("ann@x|t");
        assertThat(lab.outcomeOf(1)).isEqualTo("created");
        assertThat(lab.ask("SELECT count(*) FROM changeover.before_image")).isEqualTo("0");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void anItemThatV2AddsToAGroupInTheMomentOfItsUsersReplacementIsKeptAsAnImage() throws Exception {
        lab.v2("INSERT INTO drill_groups (user_id) VALUES (1)");

        duringAnInsertOfAnItem(ANN);

        assertThat(lab.outcomeOf(1)).isEqualTo("replaced");
        assertThat(lab.ask("SELECT count(*) FROM drill_group_items")).isEqualTo("0");
        assertThat(lab.ask("SELECT (image::public.drill_group_items).position FROM changeover.before_image"
                        + " WHERE table_name = 'drill_group_items'"))
                .isEqualTo("42");
    }

    @Test
    void anItemThatV2AddsToAGroupInTheMomentInWhichV1DeletesTheGroupKeepsBoth() throws Exception {
        lab.apply(Documents.user(1, "ann@x").row("drill_groups", 5, "name", "g").build());

        duringAnInsertOfAnItem(Documents.user(1, "ann@x").at(9).build());

        assertThat(lab.ask("SELECT name, (SELECT position FROM drill_group_items) FROM drill_groups"))
                .isEqualTo("g|42");
        assertThat(lab.quarantine()).isEqualTo("1|row|drill_groups|5|changed-in-v2");
    }

    @Test
    void aRowOfV2sOwnThatComesToASessionInTheMomentOfItsUsersReplacementIsNotLost() throws Exception {
        lab.v2("INSERT INTO completed_sessions (user_id, session_type) VALUES (1, 'drill_training');"
                + " CREATE TABLE photos (session_id int REFERENCES completed_sessions ON DELETE CASCADE)");

        during("INSERT INTO photos SELECT id FROM completed_sessions", ANN);

        assertThat(lab.ask("SELECT count(*) FROM photos")).isEqualTo("1");
        assertThat(lab.quarantine()).isEqualTo("1|user||0|referenced-in-v2");
    }

    /** Somebody's insert is open when the document comes, and commits while the sink waits for it. */
    private void duringAnInsertOfAnItem(UserDocument document) throws Exception {
        during("INSERT INTO drill_group_items (drill_group_id, position) SELECT id, 42 FROM drill_groups", document);
    }

    private void during(String insert, UserDocument document) throws Exception {
        try (Connection other = lab.connect()) {
            other.setAutoCommit(false);
            execute(other, insert);
            Future<BatchResult> result = threads.submit(() -> lab.applier().apply(lab.deliveries(document)));
            await().atMost(PATIENCE).until(() -> waiting().equals("1"));

            other.commit();
            result.get();
        }
    }

    @Test
    void aRowThatTwoUsersTakeAtOnceForTheFirstTimeIsThereOnceAndTheNewersOwn() throws Exception {
        lab.v2("CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM pg_advisory_xact_lock_shared(77); RETURN NULL; END $$;"
                + " CREATE TRIGGER hold AFTER INSERT ON training_sessions FOR EACH STATEMENT EXECUTE FUNCTION hold()");
        try (Connection holder = lab.connect()) {
            execute(holder, "SELECT pg_advisory_lock(77)");
            Future<BatchResult> former =
                    threads.submit(() -> lab.applier().apply(lab.deliveries(ownerOfASession(7, 1))));
            Future<BatchResult> owner =
                    threads.submit(() -> lab.applier().apply(lab.deliveries(ownerOfASession(8, 2))));
            await().atMost(PATIENCE).until(() -> waiting().equals("2"));

            execute(holder, "SELECT pg_advisory_unlock(77)");
            former.get();
            owner.get();
        }

        assertThat(lab.ask("SELECT u.first_name FROM training_sessions s JOIN users u ON u.id = s.user_id"))
                .isEqualTo("V1-8");
        assertThat(lab.quarantine()).isEmpty();
    }

    private static UserDocument ownerOfASession(long user, long lsn) {
        return Documents.user(user, "u" + user + "@x")
                .at(lsn)
                .row("training_sessions", 70, "total_duration", "5")
                .build();
    }

    private String waiting() throws SQLException {
        return lab.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock' AND application_name = 'changeover-sink'");
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        try (Connection holder = holderOfTheAuditLog()) {
            Future<BatchResult> result = applyUntilItWaitsInTheMiddle(lab.applier());

            execute(holder, "SELECT FROM users WHERE id = 1 FOR UPDATE"); // the sink holds it: both wait for each other
            holder.rollback();
            result.get();
        }

        assertThat(lab.ask("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isEqualTo("1");
        annArrivedOnce();
    }

    @Test
    void aSerializationFailureIsTriedAgain() throws Exception {
        lab.v2(failing("40001", 2));

        lab.applier().apply(lab.deliveries(ANN));

        assertThat(lab.ask("SELECT last_value FROM attempts")).isEqualTo("3");
        annArrivedOnce();
    }

    @Test
    void collisionsThatDoNotEndStopTheSinkWhichSaysSoAndTheNextOneGoesOn() throws Exception {
        lab.v2(failing("40001", 1_000));
        DocumentApplier applier = new DocumentApplier(
                lab.database()::connection,
                lab.epoch(),
                TestPatience.refusingToWait(),
                new RetryLimits(3, Duration.ofMinutes(1)));

        assertThatThrownBy(() -> applier.apply(lab.deliveries(ANN)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("gave up after 3 attempts")
                .hasMessageContaining("SQLSTATE 40001")
                .hasMessageContaining("pg_stat_activity");

        assertThat(lab.ask("SELECT last_value FROM attempts")).isEqualTo("4");
        lab.v2("DROP TRIGGER failing ON refresh_tokens");
        lab.applier().apply(lab.deliveries(ANN));
        annArrivedOnce();
    }

    /** A trigger that fails the first attempts; a sequence counts them, since it is not rolled back. */
    private static String failing(String state, int times) {
        return "CREATE SEQUENCE attempts; CREATE FUNCTION failing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF nextval('public.attempts') <= " + times + " THEN RAISE EXCEPTION 'again' USING ERRCODE = '"
                + state
                + "'; END IF; RETURN NEW; END $$;"
                + "CREATE TRIGGER failing BEFORE INSERT ON refresh_tokens FOR EACH ROW EXECUTE FUNCTION failing()";
    }

    @Test
    void aConnectionLostInTheMiddleOfATransactionIsMadeAnew() throws Exception {
        TestPatience patience = new TestPatience();
        try (Connection holder = holderOfTheAuditLog()) {
            Future<BatchResult> result = applyUntilItWaitsInTheMiddle(lab.applier(patience));

            lab.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND wait_event_type = 'Lock' AND application_name = 'changeover-sink'");
            holder.rollback();

            assertThat(result.get().outcomes())
                    .containsExactly(new UserOutcome.Applied(1, UserOutcome.Arrival.REPLACED));
        }
        assertThat(patience.waits()).isNotEmpty();
        annArrivedOnce();
    }

    @Test
    void aServerRestartedInTheMiddleOfATransactionIsWaitedFor() throws Exception {
        TestPatience patience = new TestPatience();
        Future<BatchResult> result;
        try (Connection holder = holderOfTheAuditLog()) {
            result = applyUntilItWaitsInTheMiddle(lab.applier(patience));
            server().kill();
            assertThat(holder.isValid(5)).isFalse();
        }
        await().atMost(PATIENCE).until(() -> !patience.waits().isEmpty());
        server().restart();

        assertThat(result.get().outcomes()).containsExactly(new UserOutcome.Applied(1, UserOutcome.Arrival.REPLACED));
        annArrivedOnce();
    }

    @Test
    void aServerThatDoesNotComeBackStopsTheSinkWhichSaysSoAndTheNextOneGoesOn() throws Exception {
        TestPatience patience = new TestPatience();
        DocumentApplier applier = new DocumentApplier(
                () -> server().connect("nowhere"), lab.epoch(), patience, new RetryLimits(3, Duration.ofSeconds(1)));
        server().kill();
        try {
            assertThatThrownBy(() -> applier.apply(lab.deliveries(ANN)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("The sink gave up on its target")
                    .hasMessageContaining("cannot be reached for 1 s")
                    .hasMessageContaining("start the sink again");
            assertThat(patience.waits()).isNotEmpty();
        } finally {
            server().restart();
        }

        lab.applier(new TestPatience()).apply(lab.deliveries(ANN));
        annArrivedOnce();
    }

    @Test
    void aUserWhoseNextAttemptIsFurtherAwayThanAnyBackOffIsDueSinceTheClockWasPutBack() throws Exception {
        lab.v2("INSERT INTO users (email) VALUES ('bob@x')"); // since the baseline: somebody else's
        UserDocument bob = Documents.user(2, "bob@x").build();
        lab.apply(bob);
        assertThat(lab.applier().takeDue(10)).as("five seconds from now").isEmpty();

        lab.v2("UPDATE changeover.quarantine SET next_attempt_at = now() + interval '1 hour'");

        assertThat(lab.applier().takeDue(10)).extracting(DueUser::userId).containsExactly(2L);
        assertThat(lab.applier().takeDue(10)).isEmpty();
    }
}
