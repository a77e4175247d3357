package dev.changeover.sink.target;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A PostgreSQL server for one test class; each test takes fresh databases from it. */
final class TestServer implements BeforeAllCallback, AfterAllCallback {
    private final AtomicInteger number = new AtomicInteger();
    private @Nullable LocalPostgres postgres;

    @Override
    public void beforeAll(ExtensionContext context) {
        postgres = LocalPostgres.startTemporary();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        postgres().close();
    }

    LocalPostgres postgres() {
        if (postgres == null) {
            throw new IllegalStateException("The server runs only within its test class");
        }
        return postgres;
    }

    DatabaseAddress empty() {
        String name = "db" + number.incrementAndGet();
        postgres().createDatabase(name);
        return postgres().address(name);
    }

    DatabaseAddress v1() throws SQLException {
        DatabaseAddress address = empty();
        try (Connection connection = connect(address)) {
            Schemas.createV1(connection);
        }
        return address;
    }

    DatabaseAddress v2() throws SQLException {
        DatabaseAddress address = empty();
        try (Connection connection = connect(address)) {
            Schemas.createV2(connection);
        }
        return address;
    }

    /** A target with a ledger that is registered for staging. */
    TargetDatabase registered() throws SQLException {
        TargetDatabase database = TargetDatabase.open(v2(), 2);
        LedgerSchema.migrate(database);
        try (Connection connection = database.connection()) {
            TargetIdentity.register(connection, "staging");
            connection.commit();
        }
        return database;
    }

    /** The same database for another user. */
    DatabaseAddress as(String user, DatabaseAddress address) {
        return new DatabaseAddress(
                address.host(), address.port(), address.database(), user, address.password(), address.options());
    }

    static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.properties());
    }

    static void run(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = connect(address);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of a query, each as its columns joined by a bar. */
    static List<String> rows(DatabaseAddress address, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect(address);
                var statement = connection.createStatement();
                var answer = statement.executeQuery(sql)) {
            while (answer.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(answer.getString(i)));
                }
                rows.add(String.join("|", columns));
            }
        }
        return rows;
    }
}
