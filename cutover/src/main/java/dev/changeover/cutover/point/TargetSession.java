package dev.changeover.cutover.point;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.cutover.database.DatabaseProblems;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A session in the target for one long transaction. */
public final class TargetSession {
    public static final String APPLICATION_NAME = "changeover-rollback";

    /**
     * Text forms that read back as what they were, whatever the server's defaults, and the same as the ledger's images have. No limit on time:
     * how long a table takes is known to nobody; waiting for locks is limited where locks are taken.
     */
    private static final String SETTINGS = "SET LOCAL search_path = 'public'; SET LOCAL DateStyle = 'ISO, MDY';"
            + " SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC'; SET LOCAL bytea_output = 'hex';"
            + " SET LOCAL extra_float_digits = '1'; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '10s';"
            + " SET LOCAL idle_in_transaction_session_timeout = 0;"
            + " SET LOCAL client_min_messages = 'warning'; SET LOCAL row_security = off";

    private TargetSession() {}

    /**
     * A connection with autocommit off.
     *
     * @throws dev.changeover.contract.stage.ProblemException if the target does not answer
     */
    public static Connection open(DatabaseAddress target) {
        Properties properties = target.properties();
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("tcpKeepAlive", "true");
        properties.putIfAbsent("prepareThreshold", "0"); // a pooler may hand the session on with what was prepared
        properties.setProperty("socketTimeout", "0");
        properties.setProperty("ApplicationName", APPLICATION_NAME);
        try {
            Connection connection = DriverManager.getConnection(target.jdbcUrl(), properties);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw DatabaseProblems.connecting("the target", target, e);
        }
    }

    /** Begins a transaction that sees one snapshot throughout, and writes nothing of anybody. */
    public static void beginSnapshot(Connection connection) throws SQLException {
        Ask.run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; " + SETTINGS);
    }

    /** Begins a transaction in which each statement sees what was committed before it. */
    public static void begin(Connection connection) throws SQLException {
        Ask.run(connection, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; " + SETTINGS);
    }
}
