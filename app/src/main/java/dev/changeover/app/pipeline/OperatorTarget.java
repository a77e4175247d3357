package dev.changeover.app.pipeline;

import dev.changeover.app.config.Configuration;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.target.LedgerSchema;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.sink.target.TargetIdentity;
import java.sql.Connection;
import java.sql.SQLException;

/** The target for a command that changes its ledger. */
public final class OperatorTarget {
    private static final int CONNECTIONS = 4;

    private OperatorTarget() {}

    /**
     * Opens the target, known to be the one that is meant, its ledger's schema made or brought up to date.
     *
     * @throws ProblemException when it is not as it must be
     */
    public static TargetDatabase open(Configuration configuration) {
        Preconditions.checkTarget(configuration);
        return open(configuration, false);
    }

    /**
     * As {@link #open} for what takes back: without V1, which may be gone, and without a ledger nothing was ever migrated.
     *
     * @throws ProblemException when it is not as it must be, or nothing was ever migrated into it
     */
    public static TargetDatabase openMigrated(Configuration configuration) {
        Preconditions.checkWayBack(configuration);
        return open(configuration, true);
    }

    /**
     * As {@link #openMigrated} for a command that only looks, and so changes nothing of the ledger's schema either.
     *
     * @throws ProblemException as that, or when another version of Changeover made the ledger
     */
    public static TargetDatabase openToLook(Configuration configuration) {
        Preconditions.checkWayBack(configuration);
        return open(configuration, true, LedgerSchema::requireCurrent);
    }

    /**
     * As {@link #openMigrated}, when V1 need not be there.
     *
     * @throws ProblemException when it is not as it must be, or nothing was ever migrated into it
     */
    public static TargetDatabase openWithoutV1(Configuration configuration) {
        Preconditions.checkTargetWithoutV1(configuration);
        return open(configuration, true);
    }

    private static TargetDatabase open(Configuration configuration, boolean migrated) {
        return open(configuration, migrated, LedgerSchema::migrate);
    }

    private static TargetDatabase open(Configuration configuration, boolean migrated, SchemaStep schema) {
        DatabaseAddress address = configuration.databases().target(configuration.environment());
        TargetDatabase database = TargetDatabase.open(address, CONNECTIONS);
        boolean ready = false;
        try {
            if (migrated && !isIdentified(database, configuration.environment().code())) {
                throw noLedger(address);
            }
            schema.of(database);
            ready = true;
            return database;
        } catch (SQLException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "The ledger's schema could not be brought up to date",
                            "the target refuses it, or other sessions held it for too long (SQLSTATE " + e.getSQLState()
                                    + ")",
                            "look after the target and start the command again"),
                    e);
        } finally {
            if (!ready) {
                database.close();
            }
        }
    }

    @FunctionalInterface
    private interface SchemaStep {
        void of(TargetDatabase database) throws SQLException;
    }

    private static boolean isIdentified(TargetDatabase database, String environment) throws SQLException {
        try (Connection connection = database.connection()) {
            TargetDatabase.begin(connection);
            try (var statement = connection.createStatement();
                    var answer = statement.executeQuery("SELECT to_regclass('changeover.target') IS NOT NULL")) {
                answer.next();
                return answer.getBoolean(1)
                        && TargetIdentity.find(connection, environment).isPresent();
            }
        }
    }

    private static ProblemException noLedger(DatabaseAddress address) {
        return new ProblemException(new Problem(
                Problem.Kind.REFUSED,
                "The target at " + address + " has no ledger",
                "nothing was ever migrated into it, or its schema changeover was dropped",
                "check the target's URL and --environment"));
    }
}
