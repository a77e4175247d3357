package dev.changeover.sink.apply;

import dev.changeover.sink.target.SessionSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sinks whose process stands still in the middle of a statement. The server takes such a session for active, waits for its client and keeps its
 * locks, on which its successor waits: {@code idle_in_transaction_session_timeout} counts between statements only. A sink that was merely slow
 * loses one transaction, and tries it again. Safe for any thread.
 */
final class FrozenSinks {
    private static final Logger LOG = LoggerFactory.getLogger(FrozenSinks.class);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** Sessions of the same role need no further privilege. Of a sink that lives, the COPY of the largest document is over long before 15 s. */
    private static final String END = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND usename = current_user AND application_name = ? AND pid <> pg_backend_pid()"
            + " AND state = 'active' AND wait_event_type = 'Client' AND query_start < clock_timestamp() - interval '15 seconds'";

    private final ConnectionSource connections;

    FrozenSinks(ConnectionSource connections) {
        this.connections = connections;
    }

    /** Ends their sessions if the collision is a lock that was waited for in vain. A failure is logged: the next attempt tells. */
    void endAfter(SqlFailure.Collision collision) {
        if (!collision.state().equals(LOCK_NOT_AVAILABLE)) {
            return;
        }
        try (Connection connection = connections.open();
                PreparedStatement end = connection.prepareStatement(END)) {
            end.setString(1, SessionSettings.APPLICATION_NAME);
            try (ResultSet ended = end.executeQuery()) {
                ended.next();
                if (ended.getLong(1) > 0) {
                    LOG.atWarn().addKeyValue("sessions", ended.getLong(1)).log("ended sessions of a sink that froze");
                }
            }
        } catch (SQLException e) {
            LOG.atWarn().addKeyValue("state", e.getSQLState()).log("could not look for sinks that froze");
        }
    }
}
