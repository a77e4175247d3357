package dev.changeover.cutover.preflight;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.cutover.preflight.finding.Check;
import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.scene.PreflightConfig;
import dev.changeover.cutover.preflight.scene.Scene;
import dev.changeover.cutover.preflight.scene.StatePlace;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A V1 and a target on one server, and what a preflight is told about them. Every database is a copy of a template. */
record CheckedPair(LocalPostgres server, DatabaseAddress v1, DatabaseAddress target, PreflightConfig config) {
    static final Secret PASSWORD = new Secret("sEcReT-pAsSwOrD");

    /** The tables of both applications, one drill, one V1 user and one that only the target has; no check finds fault with it. */
    static void createTemplates(LocalPostgres server) throws SQLException {
        server.createDatabase("v1_template");
        server.createDatabase("v2_template");
        try (Connection v1 = server.connect("v1_template");
                Connection v2 = server.connect("v2_template");
                Statement inV1 = v1.createStatement();
                Statement inV2 = v2.createStatement()) {
            Schemas.createV1(v1);
            Schemas.createV2(v2);
            inV1.execute("INSERT INTO drills (title) VALUES ('Cone weave');"
                    + "INSERT INTO users (email) VALUES ('anna@example.org');"
                    + "INSERT INTO refresh_tokens (user_id, token) VALUES (1, 'token-of-anna')");
            inV2.execute("INSERT INTO drills (uuid, title) VALUES (gen_random_uuid(), 'Cone weave');"
                    + "INSERT INTO users (email) VALUES ('andro@example.org');"
                    + "INSERT INTO refresh_tokens (user_id, token) VALUES (1, 'token-of-andro')");
        }
        copy(server, "v1_template", "v1_unchanged"); // a database that somebody uses cannot be a template
        copy(server, "v2_template", "v2_unchanged");
    }

    static CheckedPair create(LocalPostgres server, String name, Path state) throws SQLException {
        copy(server, "v1_template", name + "_v1");
        copy(server, "v2_template", name + "_v2");
        return of(server, server.address(name + "_v1"), server.address(name + "_v2"), state);
    }

    /** A V1 of its own beside a target that nobody changes. */
    static CheckedPair withV1(LocalPostgres server, String name, Path state) throws SQLException {
        copy(server, "v1_template", name + "_v1");
        return of(server, server.address(name + "_v1"), server.address("v2_unchanged"), state);
    }

    /** A target of its own beside a V1 that nobody changes. */
    static CheckedPair withTarget(LocalPostgres server, String name, Path state) throws SQLException {
        copy(server, "v2_template", name + "_v2");
        return of(server, server.address("v1_unchanged"), server.address(name + "_v2"), state);
    }

    static CheckedPair of(LocalPostgres server, DatabaseAddress v1, DatabaseAddress target, Path state) {
        return new CheckedPair(server, v1, target, config(v1, target, state));
    }

    private static void copy(LocalPostgres server, String template, String name) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        }
    }

    private static PreflightConfig config(DatabaseAddress v1, DatabaseAddress target, Path state) {
        return new PreflightConfig(
                false,
                v1,
                target,
                Map.of(),
                "changeover",
                "changeover",
                new TargetTopics("staging"),
                4,
                Map.of(),
                true,
                2,
                new StatePlace(state, OptionalLong.empty(), Optional.empty()),
                Optional.empty(),
                Duration.ofMinutes(1));
    }

    void inV1(String sql) throws SQLException {
        run(v1, sql);
    }

    void inTarget(String sql) throws SQLException {
        run(target, sql);
    }

    private void run(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = server.connect(address.database());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The same pair, asked as another role. */
    CheckedPair as(String role) {
        return of(server, as(role, v1), as(role, target), config.state().directory());
    }

    private static DatabaseAddress as(String role, DatabaseAddress address) {
        return new DatabaseAddress(
                address.host(), address.port(), address.database(), role, PASSWORD, address.options());
    }

    CheckedPair inProduction() {
        return with(new PreflightConfig(
                true,
                v1,
                target,
                config.others(),
                config.slot(),
                config.publication(),
                new TargetTopics("production"),
                config.partitions(),
                config.drillOverrides(),
                config.createIndexes(),
                config.sinkThreads(),
                config.state(),
                config.bootstrapServers(),
                config.longTransaction()));
    }

    CheckedPair withOther(String variable, DatabaseAddress other) {
        return with(new PreflightConfig(
                config.production(),
                v1,
                target,
                Map.of(variable, other),
                config.slot(),
                config.publication(),
                config.topics(),
                config.partitions(),
                config.drillOverrides(),
                config.createIndexes(),
                config.sinkThreads(),
                config.state(),
                config.bootstrapServers(),
                config.longTransaction()));
    }

    CheckedPair withOverrides(Map<String, String> overrides) {
        return with(new PreflightConfig(
                config.production(),
                v1,
                target,
                config.others(),
                config.slot(),
                config.publication(),
                config.topics(),
                config.partitions(),
                overrides,
                false,
                config.sinkThreads(),
                config.state(),
                config.bootstrapServers(),
                config.longTransaction()));
    }

    /** Asked with everything else that runs: the state directory's owner, the broker, and how long is long. */
    CheckedPair beside(StatePlace state, Optional<String> broker, Duration longTransaction) {
        return with(new PreflightConfig(
                config.production(),
                v1,
                target,
                config.others(),
                config.slot(),
                config.publication(),
                config.topics(),
                config.partitions(),
                config.drillOverrides(),
                config.createIndexes(),
                config.sinkThreads(),
                state,
                broker,
                longTransaction));
    }

    private CheckedPair with(PreflightConfig changed) {
        return new CheckedPair(server, v1, target, changed);
    }

    Check check(CheckName name) {
        try (Scene scene = new Scene(config)) {
            return Preflight.run(scene, Set.of(name)).get(0);
        }
    }
}
