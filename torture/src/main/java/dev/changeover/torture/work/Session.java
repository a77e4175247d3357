package dev.changeover.torture.work;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A connection that is opened again after it was lost: the next call tries. Each statement commits by itself. Confined to one thread. */
public final class Session implements AutoCloseable {
    private static final String LONGEST_SECONDS = "20";

    private final DatabaseAddress address;
    private @Nullable Connection connection;

    public Session(DatabaseAddress address) {
        this.address = requireNonNull(address, "address");
    }

    public void execute(String sql) throws SQLException {
        run(sql, statement -> statement.execute(sql));
    }

    /** The first column of every row. */
    public List<Long> numbers(String sql) throws SQLException {
        return run(sql, statement -> {
            List<Long> numbers = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    numbers.add(rows.getLong(1));
                }
            }
            return numbers;
        });
    }

    public long number(String sql) throws SQLException {
        return numbers(sql).get(0);
    }

    private <T> T run(String sql, Work<T> work) throws SQLException {
        requireNonNull(sql, "sql");
        try (Statement statement = open().createStatement()) {
            return work.with(statement);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private Connection open() throws SQLException {
        if (connection == null) {
            Properties properties = address.properties();
            properties.setProperty("connectTimeout", LONGEST_SECONDS);
            properties.setProperty("socketTimeout", LONGEST_SECONDS);
            connection = DriverManager.getConnection(address.jdbcUrl(), properties);
        }
        return connection;
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // it is lost, which the statement has told
        }
        connection = null;
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Statement statement) throws SQLException;
    }
}
