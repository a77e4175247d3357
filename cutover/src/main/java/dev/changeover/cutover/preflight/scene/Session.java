package dev.changeover.cutover.preflight.scene;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A read-only session with one database. Confined to one thread. */
public final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final String role;
    private final DatabaseAddress address;
    private final Connection connection;

    private Session(String role, DatabaseAddress address, Connection connection) {
        this.role = role;
        this.address = address;
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param role how findings call the database, for example {@code V1}
     */
    public static Session open(String role, DatabaseAddress address) throws SQLException {
        requireNonNull(role, "role");
        Connection connection = DriverManager.getConnection(address.jdbcUrl(), properties(address));
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        return new Session(role, address, connection);
    }

    /** What the driver is told about this address; options of the URL win. */
    public static Properties properties(DatabaseAddress address) {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "15");
        properties.setProperty("socketTimeout", "600"); // counting a large table takes its time
        properties.setProperty("prepareThreshold", "0"); // a pooler may give each transaction another server session
        properties.putAll(address.properties());
        properties.setProperty("ApplicationName", "changeover-preflight");
        return properties;
    }

    /** How findings call the database. */
    public String role() {
        return role;
    }

    public DatabaseAddress address() {
        return address;
    }

    public Connection connection() {
        return connection;
    }

    /** The first column of the first row; parameters are texts or numbers. */
    public String text(String sql, Object... parameters) throws SQLException {
        return list(sql, row -> String.valueOf(row.getString(1)), parameters).get(0);
    }

    public long number(String sql, Object... parameters) throws SQLException {
        return list(sql, row -> row.getLong(1), parameters).get(0);
    }

    /** A condition, for example {@code pg_is_in_recovery()}. */
    public boolean holds(String condition, Object... parameters) throws SQLException {
        return list("SELECT " + condition, row -> row.getBoolean(1), parameters).get(0);
    }

    /** A server setting in its base unit: milliseconds, megabytes or blocks; what holds for this session. */
    public long setting(String name) throws SQLException {
        return number("SELECT setting::bigint FROM pg_settings WHERE name = ?", name);
    }

    /** Every row of a query in its order. */
    public <T> List<T> list(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        }
    }

    /** Ends the transaction and leaves nothing of it. */
    void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.atDebug().addKeyValue("database", role).log("the connection is gone");
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.atDebug().addKeyValue("database", role).log("the connection was already gone");
        }
    }

    /** Takes one row of a result. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
