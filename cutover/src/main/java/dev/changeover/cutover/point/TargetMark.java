package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;

/**
 * What tells the database of a point from every other.
 *
 * @param database its name, for people
 * @param ledgerId what the ledger calls the target; empty while there is no ledger
 */
public record TargetMark(String database, long systemIdentifier, long databaseOid, Optional<UUID> ledgerId) {
    public TargetMark {
        requireNonNull(database, "database");
        requireNonNull(ledgerId, "ledgerId");
    }

    /** The database behind the connection, in the caller's transaction. */
    public static TargetMark read(Connection connection) throws SQLException {
        Optional<UUID> ledger = ledgerId(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT datname, oid::bigint,"
                        + " (SELECT system_identifier FROM pg_control_system())"
                        + " FROM pg_database WHERE datname = current_database()")) {
            row.next();
            return new TargetMark(row.getString(1), row.getLong(3), row.getLong(2), ledger);
        }
    }

    private static Optional<UUID> ledgerId(Connection connection) throws SQLException {
        if (!Ask.truth(connection, "SELECT to_regclass('changeover.target') IS NOT NULL")) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM changeover.target")) {
            return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
        }
    }

    /** What says that the other is another database, in words for a person; empty if nothing does. */
    public Optional<String> differenceTo(TargetMark other) {
        if (systemIdentifier != other.systemIdentifier) {
            return Optional.of("it was made on another server (its system identifier differs)");
        }
        if (databaseOid != other.databaseOid) {
            return Optional.of("it was made of another database of this server (" + other.database + ", oid "
                    + other.databaseOid + ")");
        }
        boolean otherLedger = ledgerId.isPresent()
                && other.ledgerId.isPresent()
                && !ledgerId.get().equals(other.ledgerId.get());
        return otherLedger ? Optional.of("the ledger was made anew since, under another target id") : Optional.empty();
    }
}
