package dev.changeover.app.pipeline;

import dev.changeover.app.config.Configuration;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.target.LedgerSchema;
import dev.changeover.sink.target.TargetDatabase;
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
        TargetDatabase database =
                TargetDatabase.open(configuration.databases().target(configuration.environment()), CONNECTIONS);
        boolean ready = false;
        try {
            LedgerSchema.migrate(database);
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
}
