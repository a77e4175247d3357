package dev.changeover.sink.target;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Which database the ledger belongs to, so that a ledger that came along with a copy is not taken for the copy's own. */
public final class TargetIdentity {
    private TargetIdentity() {}

    /**
     * Registers this database at the first call; later makes sure that it is still the one. In the caller's transaction.
     *
     * @throws ProblemException if the ledger is another database's, or registered for another environment
     */
    public static RegisteredTarget register(Connection connection, String environment) throws SQLException {
        PhysicalDatabase here = PhysicalDatabase.of(connection);
        try (var insert = connection.prepareStatement(
                "INSERT INTO changeover.target"
                        + " (id, environment, system_identifier, timeline, database_oid) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, environment);
            insert.setLong(3, here.systemIdentifier());
            insert.setInt(4, here.timeline());
            insert.setLong(5, here.oid());
            insert.executeUpdate();
        }
        return require(connection, here, environment);
    }

    /**
     * The target as registered, if it is; for commands that only look. In the caller's transaction.
     *
     * @throws ProblemException as {@link #register}
     */
    public static Optional<RegisteredTarget> find(Connection connection, String environment) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery("SELECT count(*) FROM changeover.target")) {
            answer.next();
            if (answer.getLong(1) == 0) {
                return Optional.empty();
            }
        }
        return Optional.of(require(connection, PhysicalDatabase.of(connection), environment));
    }

    private static RegisteredTarget require(Connection connection, PhysicalDatabase here, String environment)
            throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT id, environment, epoch, baseline_at IS NOT NULL,"
                        + " system_identifier, timeline, database_oid FROM changeover.target")) {
            row.next();
            refuseCopy(here.differenceTo(new PhysicalDatabase(row.getLong(5), row.getInt(6), row.getLong(7))));
            RegisteredTarget target = new RegisteredTarget(
                    row.getObject(1, UUID.class), row.getString(2), row.getLong(3), row.getBoolean(4));
            refuseOtherEnvironment(target.environment(), environment);
            return target;
        }
    }

    private static void refuseCopy(String difference) {
        if (!difference.isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The ledger (schema changeover) in the target is not this database's own",
                    "it was made in " + difference
                            + ", and came along with a copy; its claims and baseline are not true here",
                    "in a copy, discard it with: DROP SCHEMA changeover CASCADE; after a failover of the target itself, raise the"
                            + " epoch and set the timeline in changeover.target by hand, knowing that the last"
                            + " transactions may be lost"));
        }
    }

    private static void refuseOtherEnvironment(String registered, String used) {
        if (!registered.equals(used)) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The target database is registered as " + registered + ", but is used as " + used,
                    "the database URLs are swapped, or lead to the same database",
                    "correct the database URLs, or run with --environment " + registered));
        }
    }
}
