package dev.changeover.cutover.assessment;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.cutover.database.DatabaseProblems;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One read-only snapshot of a database. Confined to one thread; it holds back the server's clean-up while it is open. */
final class Snapshot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);
    private static final int FETCH_ROWS = 5_000;

    private final Connection connection;

    private Snapshot(Connection connection) {
        this.connection = connection;
    }

    /** @param role how messages call the database, for example {@code V1} */
    static Snapshot open(String role, DatabaseAddress address) {
        Properties properties = address.properties();
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("ApplicationName", "changeover");
        try {
            Connection connection = DriverManager.getConnection(address.jdbcUrl(), properties);
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new Snapshot(connection);
        } catch (SQLException e) {
            throw DatabaseProblems.connecting(role, address, e);
        }
    }

    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Visits the rows of a query in its order, without holding them all. */
    void each(String sql, RowVisitor visitor) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    visitor.visit(row);
                }
            }
        }
    }

    Map<Long, @Nullable String> emails() throws SQLException {
        Map<Long, @Nullable String> emails = new HashMap<>();
        each("SELECT id, email FROM public.users", row -> emails.put(row.getLong(1), row.getString(2)));
        return emails;
    }

    /** Rows of each user table, in plan order. */
    Map<String, Long> rowCounts() throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (TablePlan table : MigrationPlan.tables()) {
            rows.put(table.name(), number("SELECT count(*) FROM public." + table.name()));
        }
        return rows;
    }

    Set<Long> numbers(String sql) throws SQLException {
        Set<Long> numbers = new HashSet<>();
        each(sql, row -> numbers.add(row.getLong(1)));
        return numbers;
    }

    Map<Long, Long> pairs(String sql) throws SQLException {
        Map<Long, Long> pairs = new HashMap<>();
        each(sql, row -> pairs.put(row.getLong(1), row.getLong(2)));
        return pairs;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.atDebug().log("the connection was already gone");
        }
    }

    /** Takes one row of a result. */
    @FunctionalInterface
    interface RowVisitor {
        void visit(ResultSet row) throws SQLException;
    }
}
