package dev.changeover.app;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** A V1 and a target of their own on one server, and how a user names them. */
record DatabasePair(LocalPostgres server, String v1, String target) {
    /** The server trusts everybody: the password is there to be looked for where it must not be. */
    static final String PASSWORD = "sEcReT-pAsSwOrD";

    private static final int CLOSED_PORT = 1;

    static DatabasePair create(LocalPostgres server, String name) throws SQLException {
        DatabasePair pair = new DatabasePair(server, name + "_v1", name + "_v2");
        server.createDatabase(pair.v1);
        server.createDatabase(pair.target);
        try (Connection v1 = server.connect(pair.v1);
                Connection target = server.connect(pair.target)) {
            Schemas.createV1(v1);
            Schemas.createV2(target);
        }
        return pair;
    }

    String url(String user, String database) {
        DatabaseAddress address = server.address(database);
        return "postgresql://" + user + ":" + PASSWORD + "@" + address.host() + ":" + address.port() + "/" + database;
    }

    String urlOfNobody() {
        return "postgresql://postgres:" + PASSWORD + "@127.0.0.1:" + CLOSED_PORT + "/" + v1;
    }

    /** The environment of a command that could work but for the broker, at whose address nobody listens. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("V1_DATABASE_URL", url("postgres", v1));
        environment.put("STAGING_DATABASE_URL", url("postgres", target));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + CLOSED_PORT);
        return environment;
    }

    Map<String, String> environmentWith(String variable, String value) {
        Map<String, String> environment = environment();
        environment.put(variable, value);
        return environment;
    }

    void inV1(String sql) throws SQLException {
        run(v1, sql);
    }

    void inTarget(String sql) throws SQLException {
        run(target, sql);
    }

    /** What the product makes in a server and in V1: slots and publications. */
    int madeInV1() throws SQLException {
        return number(v1, "SELECT (SELECT count(*) FROM pg_replication_slots) + (SELECT count(*) FROM pg_publication)");
    }

    /** Schemas of the target that are neither the server's nor V2's. */
    int madeInTarget() throws SQLException {
        return number(
                target, "SELECT count(*) FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$|public$)'");
    }

    private void run(String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int number(String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
