package dev.changeover.sink.target;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What tells one database from a copy of it: a restored backup or promoted standby has another timeline, another server another system
 * identifier, and {@code CREATE DATABASE … TEMPLATE} or a restored dump another oid.
 */
record PhysicalDatabase(long systemIdentifier, int timeline, long oid) {

    /** The database behind the connection; it must not be a standby. */
    static PhysicalDatabase of(Connection connection) throws SQLException {
        // The WAL file's name and not pg_control_checkpoint(): after a promotion the control file lags until the next
        // checkpoint.
        String sql = "SELECT (SELECT system_identifier FROM pg_control_system()),"
                + " ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int,"
                + " (SELECT oid::bigint FROM pg_database WHERE datname = current_database())";
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(sql)) {
            answer.next();
            return new PhysicalDatabase(answer.getLong(1), answer.getInt(2), answer.getLong(3));
        }
    }

    /** What differs, in words for a person; empty if nothing does. */
    String differenceTo(PhysicalDatabase other) {
        if (systemIdentifier != other.systemIdentifier) {
            return "another server (its system identifier differs)";
        }
        if (oid != other.oid) {
            return "another database of this server (its oid is " + other.oid + ", not " + oid + ")";
        }
        if (timeline != other.timeline) {
            return "this server before a promotion or a restore (its timeline is " + other.timeline + ", not "
                    + timeline + ")";
        }
        return "";
    }
}
