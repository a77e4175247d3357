package dev.changeover.verifier.read;

import dev.changeover.contract.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One look at a database: a read-only transaction in repeatable read, in which every query sees the same moment. Leaves
 * nothing behind. Confined to one thread at a time; every method throws a {@link
 * dev.changeover.contract.stage.ProblemException} that is inconclusive when the database cannot be read.
 */
public final class Snapshot implements AutoCloseable {
    /** What makes both servers print a value in the same way, whatever their defaults are. */
    private static final List<String> PRINTING = List.of(
            "SET LOCAL DateStyle = 'ISO, MDY'",
            "SET LOCAL TimeZone = 'UTC'",
            "SET LOCAL IntervalStyle = 'postgres'",
            "SET LOCAL bytea_output = 'hex'",
            "SET LOCAL extra_float_digits = 3",
            // The server refuses then what a policy would hide: a hidden row would pass for a missing one, or for none.
            "SET LOCAL row_security = off",
            // One side waits for the other; the wait is bounded by the verification itself.
            "SET LOCAL idle_in_transaction_session_timeout = 0",
            "SET LOCAL jit = off");

    /** Longer than any query takes to its first row; a server that vanished is not waited for any longer. */
    private static final String SOCKET_TIMEOUT_SECONDS = "600";

    private final DatabaseSide side;
    private final Connection connection;
    private final RowMeter meter;
    private volatile @Nullable PreparedStatement latest;

    private Snapshot(DatabaseSide side, Connection connection, RowMeter meter) {
        this.side = side;
        this.connection = connection;
        this.meter = meter;
    }

    /** Opens a snapshot; its moment is fixed when this returns. */
    public static Snapshot open(DatabaseSide side, DatabaseAddress address) {
        return open(side, address, RowMeter.NONE);
    }

    /** Likewise; the meter is told of every row, in the thread that reads it. */
    public static Snapshot open(DatabaseSide side, DatabaseAddress address, RowMeter meter) {
        Properties properties = address.properties();
        properties.putIfAbsent("ApplicationName", "changeover-verifier");
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("socketTimeout", SOCKET_TIMEOUT_SECONDS);
        properties.putIfAbsent("tcpKeepAlive", "true");
        try {
            Connection connection = DriverManager.getConnection(address.jdbcUrl(), properties);
            try {
                begin(connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            return new Snapshot(side, connection, meter);
        } catch (SQLException e) {
            throw side.unreadable(e);
        }
    }

    private static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        try (Statement statement = connection.createStatement()) {
            for (String setting : PRINTING) {
                statement.execute(setting);
            }
            statement.execute("SELECT 1"); // the first query takes the snapshot, not BEGIN
        }
    }

    /**
     * V1's log position: everything that this snapshot sees was committed at or below it.
     *
     * <p>Taken after the snapshot, so it may lie above changes that the snapshot does not see.
     */
    public long lsn() {
        return number("SELECT (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
                + " ELSE pg_current_wal_insert_lsn() END - '0/0'::pg_lsn)::bigint");
    }

    /**
     * From now on whole tables are joined. A ledger that was just filled has no statistics yet, and the planner would look
     * up each of its rows by itself.
     */
    public void joinWholeTables() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL enable_nestloop = off");
        } catch (SQLException e) {
            throw side.unreadable(e);
        }
    }

    /** The one number that a query answers. */
    public long number(String sql, Object... parameters) {
        try (RowCursor rows = rows(sql, parameters)) {
            if (!rows.next()) {
                throw new IllegalStateException("A query for one number answered no row");
            }
            return rows.number(1);
        }
    }

    /** Whether the database has this table or view. */
    public boolean has(String relation) {
        return number("SELECT (to_regclass(?) IS NOT NULL)::int", relation) == 1;
    }

    /**
     * The rows of a query, fetched in pieces of bounded size.
     *
     * @param parameters numbers, texts, or lists of one of them, which become arrays
     */
    public RowCursor rows(String sql, Object... parameters) {
        try {
            PreparedStatement statement = connection.prepareStatement(sql);
            latest = statement;
            try {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, jdbcValue(parameters[i]));
                }
                return RowCursor.of(side, statement, meter);
            } catch (SQLException e) {
                statement.close();
                throw e;
            }
        } catch (SQLException e) {
            throw side.unreadable(e);
        }
    }

    private Object jdbcValue(Object parameter) throws SQLException {
        if (parameter instanceof List<?> list) {
            boolean numbers = !list.isEmpty() && list.get(0) instanceof Long;
            return connection.createArrayOf(numbers ? "bigint" : "text", new ArrayList<>(list).toArray());
        }
        return parameter;
    }

    /** Ends what is being read, from another thread; that thread gets an exception, and nothing can be read any more. */
    public void abandon() {
        try {
            PreparedStatement running = latest;
            if (running != null) {
                running.cancel();
            }
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw side.unreadable(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw side.unreadable(e);
        }
    }
}
