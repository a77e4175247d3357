package dev.changeover.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Stage;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.local.LocalBroker;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.content.PipelinePosition;
import dev.changeover.verifier.content.PipelinePosition.Answer;
import dev.changeover.verifier.continuous.ContinuousConfig;
import dev.changeover.verifier.continuous.ContinuousVerifier;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The verifier runs beside both databases, and what is wrong comes into its report and leaves it again. */
class ContinuousVerifierIT {
    private static final TargetTopics TOPICS = new TargetTopics("staging");
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Patience PATIENCE = new Patience(3, Duration.ofSeconds(2));
    private static final PipelinePosition PASSED = (lsn, atMost) -> new Answer.Passed();
    private static MigratedPair pair;
    private static LocalBroker broker;
    private static long lastDocument = -1;

    @BeforeAll
    static void migrate() throws Exception {
        pair = MigratedPair.start();
        broker = LocalBroker.startTemporary();
        broker.createTopics(TopicPlan.target(TOPICS, 1));
    }

    @AfterAll
    static void stop() {
        broker.close();
        pair.close();
    }

    @Test
    void aCorruptionIsFoundInTheNextPassAndLeavesTheReportWhenItIsMended() throws Exception {
        String target = copy("found");
        try (ContinuousVerifier verifier = ContinuousVerifier.start(config("found", PASSED, SHORT))) {
            long passes = until(verifier, isVerdict("match")).get("passes").asLong();

            pair.corrupt(target, "UPDATE users SET first_name = 'Bob' WHERE id = {1:2}");
            JsonNode found = until(verifier, isVerdict("mismatch"));
            pair.corrupt(target, "UPDATE users SET first_name = 'Bo' WHERE id = {1:2}");
            JsonNode mended = until(verifier, isVerdict("match"));

            assertThat(found.get("passes").asLong()).isLessThanOrEqualTo(passes + 2);
            assertThat(found.get("mismatches")).hasSize(1);
            assertThat(found.at("/mismatches/0/v1_user_id").asLong()).isEqualTo(2);
            assertThat(found.at("/mismatches/0/column").asText()).isEqualTo("first_name");
            assertThat(mended.get("mismatches")).isEmpty();
            assertThat(mended.get("users_compared").asLong()).isEqualTo(4);
            assertThat(mended.get("quarantined").asLong()).isEqualTo(3);
            assertThat(mended.get("held_back_rows").asLong()).isPositive();
            assertThat(mended.get("lsn").asText()).contains("/");
            assertThat(mended.get("counts")).isNotEmpty();
        }
    }

    @Test
    void aUserThatOnlyTheLedgerKnowsIsFoundToo() throws Exception {
        copy("gone");
        pair.corrupt("gone_v1", "DELETE FROM users WHERE id = 9; DELETE FROM progress_history WHERE user_id = 9");

        try (ContinuousVerifier verifier = ContinuousVerifier.start(config("gone", PASSED, SHORT))) {
            JsonNode found = until(verifier, isVerdict("mismatch"));

            assertThat(found.at("/mismatches/0/v1_user_id").asLong()).isEqualTo(9);
            assertThat(found.at("/mismatches/0/kind").asText()).isEqualTo("extra");
        }
    }

    @Test
    void aUserIsLookedAtAsSoonAsItsNewDocumentIsApplied() throws Exception {
        String target = copy("soon");
        try (ContinuousVerifier verifier = ContinuousVerifier.start(config("soon", PASSED, LONG))) {
            until(verifier, isVerdict("match"));
            pair.corrupt(target, "UPDATE users SET last_name = 'Wrong' WHERE id = {1:6}");

            RecordMetadata document = document(6);
            applied(target, 6, document);
            JsonNode found = until(verifier, isVerdict("mismatch"));

            assertThat(found.get("passes").asLong())
                    .as("the walk would have come in ten minutes")
                    .isEqualTo(1);
            assertThat(found.at("/mismatches/0/v1_user_id").asLong()).isEqualTo(6);
            assertThat(found.at("/changed_users/checked").asLong()).isPositive();
        }
    }

    @Test
    void aDocumentThatIsNeverAppliedIsToldAndIsNoMismatch() throws Exception {
        String target = copy("unapplied");
        try (ContinuousVerifier verifier = ContinuousVerifier.start(config("unapplied", PASSED, LONG))) {
            until(verifier, isVerdict("match"));

            RecordMetadata document = document(1);
            JsonNode lagging =
                    until(verifier, report -> report.at("/unapplied/users").asLong() > 0);
            applied(target, 1, document);
            JsonNode applied =
                    until(verifier, report -> report.at("/unapplied/users").asLong() == 0);

            assertThat(lagging.at("/unapplied/stage").asText()).isEqualTo("sink");
            assertThat(lagging.at("/unapplied/oldest_seconds").asDouble()).isGreaterThanOrEqualTo(2);
            assertThat(lagging.get("mismatched_users").asLong()).isZero();
            assertThat(applied.get("verdict").asText()).isEqualTo("match");
        }
    }

    @Test
    void aUserWhoNeverStopsChangingIsReportedAsSuch() throws Exception {
        copy("busy");
        PipelinePosition busy = (lsn, atMost) -> {
            change("busy_v1", "UPDATE users SET first_name = first_name || '!' WHERE id = 2");
            return new Answer.Passed();
        };
        change("busy_v1", "UPDATE users SET first_name = 'Bob' WHERE id = 2");

        try (ContinuousVerifier verifier = ContinuousVerifier.start(config("busy", busy, SHORT))) {
            JsonNode found = until(verifier, report -> report.get("changing").asLong() == 1);

            assertThat(found.at("/changing_users/0").asLong()).isEqualTo(2);
            assertThat(found.get("mismatched_users").asLong()).isZero();
        }
    }

    @Test
    void anErrorInOneOfItsThreadsEndsTheStageAsFailed() throws Exception {
        copy("broken");
        change("broken_v1", "UPDATE users SET first_name = 'Bob' WHERE id = 2");
        PipelinePosition broken = (lsn, atMost) -> {
            throw new NoClassDefFoundError("a part is missing");
        };

        try (ContinuousVerifier verifier = ContinuousVerifier.start(config("broken", broken, SHORT))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> verifier.state() == Stage.State.FAILED);

            assertThat(verifier.failure().orElseThrow().why()).isEqualTo("NoClassDefFoundError");
        }
    }

    @Test
    void aStalledPipelineLeavesUsersOpenAndTheVerifierSaysWhatItWaitsFor() throws Exception {
        copy("stalled");
        change("stalled_v1", "UPDATE users SET first_name = 'Bob' WHERE id = 2");
        PipelinePosition stalled = (lsn, atMost) -> new Answer.Stalled("sink", "the target is read-only");

        try (ContinuousVerifier verifier = ContinuousVerifier.start(config("stalled", stalled, SHORT))) {
            JsonNode open = until(
                    verifier,
                    report -> report.get("unsettled").asLong() == 1
                            && !report.get("last_pass").isNull());

            assertThat(open.get("verdict").asText()).isEqualTo("inconclusive");
            assertThat(open.get("state").asText()).isEqualTo("waiting");
            assertThat(open.get("waits_for").asText()).contains("sink", "the target is read-only");
            assertThat(open.get("mismatched_users").asLong()).isZero();
        }
    }

    @Test
    void aV1WithoutUsersIsInconclusive() throws Exception {
        pair.createDatabases("none_v1", "none_v2");

        try (ContinuousVerifier verifier = ContinuousVerifier.start(config("none", PASSED, SHORT))) {
            JsonNode report = until(verifier, each -> each.get("passes").asLong() > 0);

            assertThat(report.get("verdict").asText()).isEqualTo("inconclusive");
            assertThat(report.get("reason").asText()).isEqualTo("no user could be compared");
        }
    }

    @Test
    void theRateLimitHoldsOverAWholePass() throws Exception {
        copy("slow");
        int limit = 40;
        long rowsOfUsers = number(
                "slow_v1",
                "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM drills)"
                        + " + (SELECT count(*) FROM completed_sessions WHERE user_id IS NOT NULL)");
        ContinuousConfig config = config("slow", PASSED, Duration.ofSeconds(1), limit);
        long start = System.nanoTime();

        try (ContinuousVerifier verifier = ContinuousVerifier.start(config)) {
            JsonNode after = until(verifier, isVerdict("match"));
            double seconds = (System.nanoTime() - start) / 1e9;

            assertThat(after.at("/rows_read/v1").asLong()).isGreaterThan(rowsOfUsers);
            assertThat(after.at("/rows_read/v1").asLong() / seconds).isLessThan(limit * 1.1);
            assertThat(after.at("/rows_read/target").asLong() / seconds).isLessThan(limit * 1.1);
            assertThat(seconds).as("so many rows cannot have come sooner").isGreaterThan(2);
        }
    }

    @Test
    void stoppedInAPassItEndsWithinTenSecondsAndLeavesNoSession() throws Exception {
        copy("stop");
        ContinuousVerifier verifier = ContinuousVerifier.start(config("stop", PASSED, LONG, 2));
        await().atMost(Duration.ofSeconds(60)).until(() -> sessions("stop") > 0);

        long start = System.nanoTime();
        verifier.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        await().atMost(Duration.ofSeconds(60)).until(() -> sessions("stop") == 0);
        assertThat(number("stop_v1", "SELECT count(*) FROM pg_class WHERE relname ILIKE '%changeover%'"))
                .isZero();
    }

    @Test
    void killedInTheMiddleOfALookItLeavesNothingBehindAndStartsAgain() throws Exception {
        copy("kill");
        Process process = ContinuousVerifierProcess.start(
                pair.address("kill_v1"), pair.address("kill_v2"), broker.bootstrapServers());
        await().atMost(Duration.ofSeconds(90)).until(() -> sessions("kill") == 2);

        process.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(60)).until(() -> sessions("kill") == 0);
        try (ContinuousVerifier again = ContinuousVerifier.start(config("kill", PASSED, SHORT))) {
            until(again, isVerdict("match"));
        }
    }

    @Test
    void aServerThatRestartsInTheMiddleIsWaitedFor() throws Exception {
        try (MigratedPair own = MigratedPair.start();
                ContinuousVerifier verifier =
                        ContinuousVerifier.start(config(own.v1(), own.address("v2"), PASSED, SHORT, 10_000))) {
            long before = until(verifier, isVerdict("match")).get("passes").asLong();

            own.server().kill();
            JsonNode away =
                    until(verifier, report -> report.get("state").asText().equals("waiting"));
            own.server().restart();
            JsonNode back = until(
                    verifier,
                    report -> report.get("state").asText().equals("running")
                            && report.get("passes").asLong() > before);

            assertThat(away.get("waits_for").asText()).contains("could not be read");
            assertThat(away.get("mismatched_users").asLong()).isZero();
            assertThat(back.get("verdict").asText()).isEqualTo("match");
        }
    }

    private static Predicate<JsonNode> isVerdict(String verdict) {
        return report -> report.get("verdict").asText().equals(verdict);
    }

    private static JsonNode until(ContinuousVerifier verifier, Predicate<JsonNode> holds) {
        return await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> read(verifier.reportJson()), holds);
    }

    private static JsonNode read(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json);
    }

    /** Copies of both databases; answers the target's name. */
    private static String copy(String name) throws SQLException {
        pair.copy("v1", name + "_v1");
        pair.copy("v2", name + "_v2");
        // What other tests wrote to the topic was applied here, too.
        appliedEverything(name + "_v2");
        return name + "_v2";
    }

    private static ContinuousConfig config(String name, PipelinePosition pipeline, Duration period) {
        return config(name, pipeline, period, 10_000);
    }

    private static ContinuousConfig config(String name, PipelinePosition pipeline, Duration period, int rows) {
        return config(pair.address(name + "_v1"), pair.address(name + "_v2"), pipeline, period, rows);
    }

    private static ContinuousConfig config(
            DatabaseAddress v1, DatabaseAddress target, PipelinePosition pipeline, Duration period, int rows) {
        return new ContinuousConfig(
                v1, target, TOPICS, broker.bootstrapServers(), Map.of(), pipeline, period, rows, PATIENCE);
    }

    private static RecordMetadata document(long user) throws Exception {
        byte[] key = String.valueOf(user).getBytes(StandardCharsets.UTF_8);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            RecordMetadata sent = producer.send(new ProducerRecord<>(TOPICS.documents(), key, new byte[] {'{'}))
                    .get();
            lastDocument = sent.offset();
            return sent;
        }
    }

    private static void applied(String target, long user, RecordMetadata document) throws SQLException {
        pair.corrupt(
                target,
                "UPDATE changeover.v1_user SET topic_partition = " + document.partition() + ", topic_offset = "
                        + document.offset() + " WHERE v1_user_id = " + user);
    }

    private static void appliedEverything(String target) throws SQLException {
        pair.corrupt(target, "UPDATE changeover.v1_user SET topic_partition = 0, topic_offset = " + lastDocument);
    }

    private static long sessions(String name) throws SQLException {
        return number(
                "postgres",
                "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE '" + name
                        + "\\_v_' AND application_name = 'changeover-verifier'");
    }

    private static long number(String database, String sql) throws SQLException {
        try (Connection connection = pair.connect(database);
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void change(String database, String sql) {
        try (Connection connection = pair.connect(database)) {
            MigratedPair.run(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
