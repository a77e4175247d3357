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

/** The target's ledger, for a command that works without a pipeline. */
public final class LedgerAccess {
    private LedgerAccess() {}

    /**
     * Opens the target, and brings its ledger up to date.
     *
     * @throws ProblemException when it is not the target that was meant, or nothing was ever migrated into it
     */
    public static TargetDatabase open(Configuration configuration) throws SQLException {
        Preconditions.checkTarget(configuration);
        DatabaseAddress address = configuration.databases().target(configuration.environment());
        TargetDatabase database = TargetDatabase.open(address, 2);
        try {
            if (isMissing(database)) {
                throw noLedger(address);
            }
            LedgerSchema.migrate(database);
            try (Connection connection = database.connection()) {
                TargetDatabase.begin(connection);
                if (TargetIdentity.find(connection, configuration.environment().code())
                        .isEmpty()) {
                    throw noLedger(address);
                }
            }
            return database;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static boolean isMissing(TargetDatabase database) throws SQLException {
        try (Connection connection = database.connection();
                var statement = connection.createStatement();
                var answer = statement.executeQuery("SELECT to_regclass('changeover.v1_user') IS NULL")) {
            answer.next();
            return answer.getBoolean(1);
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
