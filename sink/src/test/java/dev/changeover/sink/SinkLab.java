package dev.changeover.sink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.document.UserDocumentCodec;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import dev.changeover.local.TopicCreation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One V1 and one V2 of an environment, its topics, and documents of users {@code u<id>@x}. */
record SinkLab(SinkConfig config) {
    static final int PARTITIONS = 2;
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Fresh databases; V1 has users 1 to {@code users}. */
    static SinkLab fresh(LocalPostgres server, String bootstrapServers, String environment, int users)
            throws SQLException {
        String v1 = "v1_" + environment;
        String v2 = "v2_" + environment;
        server.createDatabase(v1);
        server.createDatabase(v2);
        try (Connection one = server.connect(v1);
                Connection two = server.connect(v2)) {
            Schemas.createV1(one);
            Schemas.createV2(two);
            try (var statement = one.createStatement()) {
                statement.execute("INSERT INTO users (id, email) SELECT n, 'u' || n || '@x' FROM generate_series(1, "
                        + users + ") n");
            }
        }
        TargetTopics topics = new TargetTopics(environment);
        SinkLab lab = new SinkLab(SinkConfig.of(
                server.address(v1), server.address(v2), topics, bootstrapServers, PARTITIONS, stateOf(environment)));
        lab.createTopics();
        return lab;
    }

    /** In the build folder: all sinks of an environment share it. */
    static Path stateOf(String environment) {
        return Path.of("target", "state", environment);
    }

    /** Those of the environment that do not exist. */
    void createTopics() {
        try (Admin admin = admin()) {
            new TopicCreation(admin).ensure(TopicPlan.target(config.topics(), PARTITIONS));
        }
    }

    SinkLab with(SinkConfig other) {
        return new SinkLab(other);
    }

    static UserDocument user(long id, String name) {
        return user(id, "u" + id + "@x", name);
    }

    /** With a token of its own, which is unique in the target. */
    static UserDocument user(long id, @Nullable String email, String name) {
        DocumentRow user = row(MigrationPlan.USERS, id, "email", email, "first_name", name);
        DocumentRow token = row("refresh_tokens", id, "token", "token-" + id);
        return new UserDocument.Present(
                id, "c", Map.of(MigrationPlan.USERS, List.of(user), "refresh_tokens", List.of(token)), List.of(), 0);
    }

    static List<UserDocument> users(int number, String name) {
        return LongStream.rangeClosed(1, number).mapToObj(id -> user(id, name)).toList();
    }

    private static DocumentRow row(String table, long id, @Nullable String... columnsAndValues) {
        TablePlan plan = MigrationPlan.table(table);
        List<@Nullable String> values =
                new ArrayList<>(Collections.nCopies(plan.targetColumns().size(), null));
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            values.set(
                    plan.targetIndex(java.util.Objects.requireNonNull(columnsAndValues[i])), columnsAndValues[i + 1]);
        }
        return new DocumentRow(id, id, new RowVersion(1, false, 0), values);
    }

    void send(List<UserDocument> documents) throws Exception {
        try (Producer<byte[], byte[]> producer = new ClientSettings(config.bootstrapServers()).producer()) {
            List<Future<?>> sent = new ArrayList<>();
            for (UserDocument document : documents) {
                byte[] key = Long.toString(document.userId()).getBytes(StandardCharsets.US_ASCII);
                sent.add(producer.send(
                        new ProducerRecord<>(config.topics().documents(), key, UserDocumentCodec.encode(document))));
            }
            producer.flush();
            for (Future<?> each : sent) {
                each.get();
            }
        }
    }

    void send(UserDocument... documents) throws Exception {
        send(List.of(documents));
    }

    Connection connect() throws SQLException {
        DatabaseAddress target = config.target();
        return DriverManager.getConnection(target.jdbcUrl(), target.properties());
    }

    void run(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row. */
    String ask(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    void awaitAnswer(String sql, String answer) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ask(sql)).isEqualTo(answer));
    }

    void awaitNamed(String name, int users) {
        awaitAnswer("SELECT count(*) FROM users WHERE first_name = '" + name + "'", Integer.toString(users));
    }

    /** What the target has, and who wrote it last. */
    String content() throws SQLException {
        return ask("SELECT md5(string_agg(row, ' ' ORDER BY row)) FROM (SELECT xmin::text || u AS row FROM users AS u"
                + " UNION ALL SELECT xmin::text || t FROM refresh_tokens AS t) AS rows");
    }

    /** Each user is there once, with one token, and was written by one replacement or creation. */
    void requireOneEffect(int users, String name) throws SQLException {
        assertThat(ask("SELECT count(*) || ' ' || count(DISTINCT email) || ' ' || count(*) FILTER (WHERE first_name = '"
                        + name + "') FROM users"))
                .as("users, emails, newest")
                .isEqualTo(users + " " + users + " " + users);
        assertThat(ask("SELECT count(*) || ' ' || count(DISTINCT user_id) FROM refresh_tokens"))
                .as("tokens")
                .isEqualTo(users + " " + users);
        assertThat(
                        ask(
                                "SELECT count(*) FROM changeover.before_image WHERE table_name = 'users' AND reason = 'replaced'"))
                .as("images of replaced users")
                .isEqualTo(ask("SELECT count(*) FROM changeover.v1_user WHERE outcome = 'replaced'"));
        assertThat(ask("SELECT count(*) FROM changeover.quarantine")).isEqualTo("0");
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", config.bootstrapServers()));
    }

    /** The group and its offsets, as the broker does when nobody was there for days. */
    void deleteGroup() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteConsumerGroups(List.of(config.topics().sinkGroup()))
                    .all()
                    .get();
        }
    }

    /** What {@code kafka-consumer-groups --reset-offsets --to-earliest} does; without members only. */
    void readFromTheStart() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            start.put(new TopicPartition(config.topics().documents(), partition), new OffsetAndMetadata(0));
        }
        try (Admin admin = admin()) {
            admin.alterConsumerGroupOffsets(config.topics().sinkGroup(), start)
                    .all()
                    .get();
        }
    }

    /** The documents topic; returns when its name is free again. */
    void deleteDocuments() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(config.topics().documents())).all().get();
            await().atMost(PATIENCE).until(() -> !admin.listTopics()
                    .names()
                    .get()
                    .contains(config.topics().documents()));
        }
    }

    /** Forgets the members of the group, as the broker does by itself when one was silent for the session timeout. */
    void forgetMembers() throws Exception {
        try (Admin admin = admin()) {
            admin.removeMembersFromConsumerGroup(
                            config.topics().sinkGroup(), new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        }
    }

    /** Of the sinks' group; one for each thread of each sink. */
    Collection<MemberDescription> members() throws Exception {
        try (Admin admin = admin()) {
            String group = config.topics().sinkGroup();
            return requireNonNull(admin.describeConsumerGroups(List.of(group))
                            .all()
                            .get()
                            .get(group))
                    .members();
        }
    }

    /** How far the group has come, over all partitions; 0 without offsets. */
    long committedOffsets() throws Exception {
        try (Admin admin = admin()) {
            return admin
                    .listConsumerGroupOffsets(config.topics().sinkGroup())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(offset -> offset == null ? 0 : offset.offset())
                    .sum();
        }
    }
}
