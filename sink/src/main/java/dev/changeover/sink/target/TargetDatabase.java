package dev.changeover.sink.target;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

/** The target, through a pool of connections. Safe for any thread. */
public final class TargetDatabase implements AutoCloseable {
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(15);
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(2);

    private final DatabaseAddress address;
    private final boolean behindPooler;
    private final HikariDataSource pool;

    private TargetDatabase(DatabaseAddress address, boolean behindPooler, HikariDataSource pool) {
        this.address = address;
        this.behindPooler = behindPooler;
        this.pool = pool;
    }

    /**
     * Connects once to see that it works, then makes the pool.
     *
     * @param maxConnections as many as threads that use the target at the same time; preparing it needs 4 for a moment
     * @throws ProblemException if the target cannot be reached, refuses the password, does not exist, or is behind a pooler that
     *     shares a server session between connections
     */
    public static TargetDatabase open(DatabaseAddress address, int maxConnections) {
        requireNonNull(address, "address");
        boolean pooler;
        try (Connection first = Connections.open(address)) {
            pooler = Connections.isBehindPooler(first);
            if (pooler) {
                Pooler.requireOwnSession(address, first);
            }
        } catch (SQLException e) {
            throw ConnectionFailure.of("the target", address, e);
        }
        return new TargetDatabase(address, pooler, pool(address, pooler, maxConnections));
    }

    private static HikariDataSource pool(DatabaseAddress address, boolean pooler, int maxConnections) {
        Properties properties = Connections.properties(address);
        if (pooler) {
            // A statement prepared in one server session is unknown in the next one that the pooler picks.
            properties.putIfAbsent("prepareThreshold", "0");
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName(SessionSettings.APPLICATION_NAME);
        config.setJdbcUrl(address.jdbcUrl());
        config.setDataSourceProperties(properties);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(Math.max(4, maxConnections));
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setKeepaliveTime(KEEP_ALIVE.toMillis());
        config.setInitializationFailTimeout(-1); // the first connection has shown that it works, and said so better
        return new HikariDataSource(config);
    }

    public DatabaseAddress address() {
        return address;
    }

    /**
     * A connection of the pool with autocommit off. The first statement of a transaction that writes rows of users is {@link
     * Epoch#require}; of any other, {@link #begin}. Rolled back and given back by {@code close}.
     *
     * @throws SQLException if the target is away for now, or all connections are in use for 15 s
     */
    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Begins a read-committed transaction that does not depend on the epoch: sends {@link SessionSettings} and nothing else. */
    public static void begin(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(SessionSettings.forTransaction());
        }
    }

    /** Whether something between us and the server answers for it, such as PgBouncer. Prepared statements are off then. */
    public boolean behindPooler() {
        return behindPooler;
    }

    /** The pool itself, for a library that asks for one. */
    DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
