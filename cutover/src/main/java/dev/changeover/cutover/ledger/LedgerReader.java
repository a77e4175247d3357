package dev.changeover.cutover.ledger;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.database.DatabaseProblems;
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

/** One read-only snapshot of the ledger. Confined to one thread; it holds back the server's clean-up while it is open. */
public final class LedgerReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerReader.class);

    private final DatabaseAddress target;
    private final Connection connection;

    private LedgerReader(DatabaseAddress target, Connection connection) {
        this.target = target;
        this.connection = connection;
    }

    /**
     * Opens the target's ledger.
     *
     * @throws ProblemException if the target cannot be reached, or has no ledger with this table
     */
    public static LedgerReader open(DatabaseAddress target) {
        LedgerReader reader = openAny(target);
        if (reader.hasNot("changeover.v1_user")) {
            reader.close();
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The target at " + target + " has no ledger yet",
                    "no run has been started against it",
                    "start one with ./changeover migrate, or look at ./changeover stats for what it would do"));
        }
        return reader;
    }

    /** Opens the target, whether it has a ledger or not. */
    static LedgerReader openAny(DatabaseAddress target) {
        requireNonNull(target, "target");
        Properties properties = target.properties();
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("ApplicationName", "changeover");
        try {
            Connection connection = DriverManager.getConnection(target.jdbcUrl(), properties);
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new LedgerReader(target, connection);
        } catch (SQLException e) {
            throw DatabaseProblems.connecting("the target", target, e);
        }
    }

    /** Whether the ledger lacks this table, because it was made before there was one. */
    boolean hasNot(String table) {
        return list("SELECT to_regclass(?) IS NULL", row -> row.getBoolean(1), table)
                .get(0);
    }

    /** Takes one row of an answer. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * The rows of a query, in its order.
     *
     * @param parameters in the order of the question marks
     */
    <T> List<T> list(String sql, RowReader<T> reader, Object... parameters) {
        List<T> answer = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    answer.add(reader.read(rows));
                }
            }
            return answer;
        } catch (SQLException e) {
            throw DatabaseProblems.readingLedger(target, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.atDebug().log("the connection was already gone");
        }
    }
}
