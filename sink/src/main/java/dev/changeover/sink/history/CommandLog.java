package dev.changeover.sink.history;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.sink.target.Connections;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.sink.target.TargetIdentity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Enters commands into the target's log, each call over a connection of its own: a command may run for days. An entry without an end
 * is of a command that runs, or was killed.
 */
public final class CommandLog {
    private final DatabaseAddress target;
    private final String environment;

    /**
     * The log in this target.
     *
     * @param environment for which the target must be registered: nothing is written to a database that is not the one meant
     */
    public CommandLog(DatabaseAddress target, String environment) {
        this.target = requireNonNull(target, "target");
        this.environment = requireNonNull(environment, "environment");
    }

    /**
     * Enters that a command began.
     *
     * @return the entry's id; empty while the target has no ledger, or one of before this log
     * @throws dev.changeover.contract.stage.ProblemException if the ledger is another database's or environment's
     */
    public Optional<Long> begin(CommandStart start) throws SQLException {
        try (Connection connection = open()) {
            if (!hasLog(connection)
                    || TargetIdentity.find(connection, environment).isEmpty()) {
                return Optional.empty();
            }
            try (var insert = connection.prepareStatement(
                    "INSERT INTO changeover.command"
                            + " (command, arguments, os_user, host, process_id, started_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id")) {
                insert.setString(1, start.command());
                insert.setString(2, start.arguments());
                insert.setString(3, start.user());
                insert.setString(4, start.host());
                insert.setLong(5, start.processId());
                insert.setObject(6, start.at().atOffset(ZoneOffset.UTC));
                long id;
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    id = row.getLong(1);
                }
                connection.commit();
                return Optional.of(id);
            }
        }
    }

    /**
     * Enters how it ended.
     *
     * @param problem the one line that was told; empty when there was none
     */
    public void end(long id, int exitCode, String problem, Instant at) throws SQLException {
        try (Connection connection = open();
                var update = connection.prepareStatement(
                        "UPDATE changeover.command SET exit_code = ?, problem = ?, ended_at = ? WHERE id = ?")) {
            update.setInt(1, exitCode);
            update.setString(2, problem);
            update.setObject(3, at.atOffset(ZoneOffset.UTC));
            update.setLong(4, id);
            update.executeUpdate();
            connection.commit();
        }
    }

    private Connection open() throws SQLException {
        Connection connection = Connections.open(target);
        boolean begun = false;
        try {
            connection.setAutoCommit(false);
            TargetDatabase.begin(connection);
            begun = true;
            return connection;
        } finally {
            if (!begun) {
                connection.close();
            }
        }
    }

    private static boolean hasLog(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT to_regclass('changeover.command') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
