package dev.changeover.sink.target;

import dev.changeover.contract.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGConnection;

/** Opens single connections, and decides what every connection of this module tells the driver. */
public final class Connections {
    /** Longer than any statement may run, so that it ends only what hangs on a half-open network. */
    private static final int SOCKET_TIMEOUT_SECONDS =
            Math.toIntExact(SessionSettings.STATEMENT_TIMEOUT.toSeconds()) + 30;

    private Connections() {}

    /** What the driver is told; options of the database URL win. */
    static Properties properties(DatabaseAddress address) {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "15");
        properties.setProperty("socketTimeout", Integer.toString(SOCKET_TIMEOUT_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.putAll(address.properties());
        properties.setProperty("ApplicationName", SessionSettings.APPLICATION_NAME);
        return properties;
    }

    /** A connection outside any pool, autocommit on. */
    public static Connection open(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), properties(address));
    }

    /** A connection for one statement that may take hours: no limit on the socket. */
    static Connection openPatient(DatabaseAddress address) throws SQLException {
        Properties properties = properties(address);
        properties.setProperty("socketTimeout", "0");
        return DriverManager.getConnection(address.jdbcUrl(), properties);
    }

    /** Whether a pooler is in between: it hands out cancel keys of its own, so that another process answers than the handshake named. */
    static boolean isBehindPooler(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery("SELECT pg_backend_pid()")) {
            answer.next();
            return answer.getInt(1) != connection.unwrap(PGConnection.class).getBackendPID();
        }
    }
}
