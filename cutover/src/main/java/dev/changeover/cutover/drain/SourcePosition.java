package dev.changeover.cutover.drain;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.database.DatabaseProblems;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where V1's log is, and a way to move it on: an idle log would never pass a position. Confined to one thread. */
public final class SourcePosition implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourcePosition.class);

    private final DatabaseAddress address;
    private final Connection connection;

    private SourcePosition(DatabaseAddress address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @throws ProblemException when V1 does not let it
     */
    public static SourcePosition connect(DatabaseAddress v1) {
        requireNonNull(v1, "v1");
        try {
            Properties properties = v1.properties();
            properties.putIfAbsent("connectTimeout", "10");
            properties.putIfAbsent("socketTimeout", "30");
            properties.putIfAbsent("ApplicationName", "changeover");
            return new SourcePosition(v1, DriverManager.getConnection(v1.jdbcUrl(), properties));
        } catch (SQLException e) {
            throw DatabaseProblems.connecting("V1", v1, e);
        }
    }

    /** The position after everything that V1 has committed until now. */
    public long now() {
        // The insert position and not the written one: a commit need not wait for its log with synchronous_commit=off.
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")) {
            row.next();
            return row.getBigDecimal(1).longValueExact();
        } catch (SQLException e) {
            throw problem(address, e);
        }
    }

    /** Writes a few bytes of log and no object. A failure costs time only: capture's own heartbeat does the same. */
    void nudge() {
        // Some managed servers keep the function from plain users: a transaction id moves the log on as well.
        if (!run("SELECT pg_logical_emit_message(false, 'changeover', 'drain')") && !run("SELECT txid_current()")) {
            LOG.atDebug().log("V1's log was not moved on");
        }
    }

    private boolean run(String sql) {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        } catch (SQLException e) {
            return false;
        }
    }

    private static ProblemException problem(DatabaseAddress v1, SQLException e) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.REFUSED,
                        "V1's position cannot be read from " + v1,
                        "SQL state " + e.getSQLState(),
                        "check that the server is a primary and can be reached"),
                e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.atDebug().log("the connection to V1 was already gone");
        }
    }
}
