package dev.changeover.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.document.UserDocumentCodec;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.stage.Stage;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sink with a broker: it consumes, commits its position, stops and goes on. */
class SinkIT {
    private static final int PARTITIONS = 2;
    private static LocalPostgres server;
    private static LocalBroker broker;

    @BeforeAll
    static void start() {
        server = LocalPostgres.startTemporary();
        broker = LocalBroker.startTemporary();
    }

    @AfterAll
    static void stop() {
        broker.close();
        server.close();
    }

    private static SinkConfig fresh(String environment) throws SQLException {
        String v1 = "v1_" + environment;
        String v2 = "v2_" + environment;
        server.createDatabase(v1);
        server.createDatabase(v2);
        try (Connection one = server.connect(v1);
                Connection two = server.connect(v2)) {
            Schemas.createV1(one);
            Schemas.createV2(two);
            try (var statement = one.createStatement()) {
                statement.execute(
                        "INSERT INTO users (id, email) SELECT n, 'u' || n || '@x' FROM generate_series(1, 20) n");
            }
        }
        TargetTopics topics = new TargetTopics(environment);
        broker.createTopics(TopicPlan.target(topics, PARTITIONS));
        return SinkConfig.of(server.address(v1), server.address(v2), topics, broker.bootstrapServers(), PARTITIONS);
    }

    private static UserDocument user(long id, @Nullable String email, String name) {
        TablePlan users = MigrationPlan.table(MigrationPlan.USERS);
        List<@Nullable String> values =
                new ArrayList<>(Collections.nCopies(users.targetColumns().size(), null));
        values.set(users.targetIndex("email"), email);
        values.set(users.targetIndex("first_name"), name);
        DocumentRow row = new DocumentRow(id, id, new RowVersion(1, false, 0), values);
        return new UserDocument.Present(id, "c", Map.of(MigrationPlan.USERS, List.of(row)), List.of(), 0);
    }

    private static void send(SinkConfig config, UserDocument... documents) throws Exception {
        try (Producer<byte[], byte[]> producer = new ClientSettings(broker.bootstrapServers()).producer()) {
            for (UserDocument document : documents) {
                byte[] key = Long.toString(document.userId()).getBytes(StandardCharsets.US_ASCII);
                producer.send(new ProducerRecord<>(
                                config.topics().documents(), key, UserDocumentCodec.encode(document)))
                        .get();
            }
        }
    }

    private static String ask(SinkConfig config, String sql) throws SQLException {
        try (Connection connection = server.connect(config.target().database());
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void awaitAnswer(SinkConfig config, String sql, String answer) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ask(config, sql)).isEqualTo(answer));
    }

    @Test
    void itConsumesStopsAndGoesOnWhereItWas() throws Exception {
        SinkConfig config = fresh("restart");
        UserDocument[] users = new UserDocument[20];
        for (int i = 0; i < users.length; i++) {
            users[i] = user(i + 1, "u" + (i + 1) + "@x", "first");
        }
        send(config, users);

        try (Sink sink = Sink.start(config)) {
            awaitAnswer(config, "SELECT count(*) FROM users", "20");
            assertThat(sink.state()).isEqualTo(Stage.State.RUNNING);
            assertThat(sink.summary().created()).isEqualTo(20);
            assertThat(sink.summary().unchanged()).isZero();
        }
        send(config, user(1, "u1@x", "second"));
        try (Sink sink = Sink.start(config)) {
            awaitAnswer(config, "SELECT count(*) FROM users WHERE first_name = 'second'", "1");
            assertThat(sink.progress().documents()).as("committed offsets").isEqualTo(1);
            assertThat(sink.summary().rowsWritten()).isEqualTo(1);
        }
        assertThat(ask(config, "SELECT count(*) FROM changeover.sink_transaction"))
                .isNotEqualTo("0");
    }

    @Test
    void aConflictThatEndsIsAppliedByItself() throws Exception {
        SinkConfig config = fresh("retry");
        send(config, user(1, "same@x", "one"), user(2, "SAME@x", "two"));

        try (Sink sink = Sink.start(config)) {
            awaitAnswer(config, "SELECT count(*) FROM changeover.quarantine WHERE reason = 'duplicate-email'", "2");
            send(config, user(1, "other@x", "one"));

            awaitAnswer(config, "SELECT count(*) FROM users", "2");
            awaitAnswer(config, "SELECT count(*) FROM changeover.quarantine", "0");
            assertThat(sink.failure()).isEmpty();
        }
    }

    @Test
    void aSelectiveRunAppliesTheLowestEligibleUsersAndTheFullRunTheRest() throws Exception {
        SinkConfig config = fresh("limit");
        UserDocument[] users = new UserDocument[20];
        for (int i = 0; i < users.length; i++) {
            users[i] = user(i + 1, "u" + (i + 1) + "@x", "first");
        }
        send(config, users);

        try (Sink sink = Sink.start(config.withSelection(new Selection.Lowest(3)))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> sink.applied().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            >= 20);
        }
        assertThat(ask(
                        config,
                        "SELECT string_agg(v1_user_id::text, ' ' ORDER BY v1_user_id) FROM changeover.v1_user"
                                + " WHERE outcome = 'created'"))
                .isEqualTo("1 2 3");

        try (Sink sink = Sink.start(config)) {
            awaitAnswer(config, "SELECT count(*) FROM users", "20");
            assertThat(sink.state()).isEqualTo(Stage.State.RUNNING);
        }
    }

    @Test
    void aFailureThatCountsStopsTheSinkWhenItShall() throws Exception {
        SinkConfig config = fresh("stop").withFailures(FailureMode.STOP, 0);
        send(config, user(1, "u1@x", "bad \u0000"));

        try (Sink sink = Sink.start(config)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> sink.state() == Stage.State.FAILED);
            assertThat(sink.failure().orElseThrow().line()).contains("sink.failureMode is stop");
        }
    }
}
