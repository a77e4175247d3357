package dev.changeover.app.pipeline;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.config.Environment;
import dev.changeover.capture.SourcePreconditions;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.target.SameTarget;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.sink.target.TargetSchemaCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What must hold before anything is made anywhere. Reads only. */
final class Preconditions {
    private Preconditions() {}

    /**
     * Looks at both databases.
     *
     * @throws ProblemException for the first thing that is not as it must be
     */
    static void check(Configuration configuration) {
        SourcePreconditions.check(configuration.databases().v1()); // says best why V1 does not answer
        requireRightTarget(configuration);
        requireSchema(configuration.databases().target(configuration.environment()));
    }

    /** The target alone: that it is the one that was meant, and that the sink can write it. */
    static void checkTarget(Configuration configuration) {
        requireRightTarget(configuration);
        requireSchema(configuration.databases().target(configuration.environment()));
    }

    /** Likewise, when V1 need not be there: the ledger in the target tells that it was not V1 when it was made. */
    static void checkTargetWithoutV1(Configuration configuration) {
        checkWayBack(configuration);
        requireSchema(configuration.databases().target(configuration.environment()));
    }

    /** Likewise, for what takes back: V1 may be gone, and the target may have become one that the sink could not write. */
    static void checkWayBack(Configuration configuration) {
        DatabaseAddress target = configuration.databases().target(configuration.environment());
        TargetDatabase.open(target, 1).close(); // says best why it does not answer
        requireNotProduction(configuration, new SameTarget.Side("the target", target));
    }

    private static void requireRightTarget(Configuration configuration) {
        DatabaseAddress target = configuration.databases().target(configuration.environment());
        TargetDatabase.open(target, 1).close(); // says best why it does not answer
        SameTarget.Side there = new SameTarget.Side("the target", target);
        if (SameTarget.isSame(
                new SameTarget.Side("V1", configuration.databases().v1()), there)) {
            throw refused(
                    "V1 and the target are the same database",
                    "both URLs lead to " + target.database(),
                    "correct " + variable(configuration.environment()));
        }
        requireNotProduction(configuration, there);
    }

    private static void requireNotProduction(Configuration configuration, SameTarget.Side there) {
        DatabaseAddress target = configuration.databases().target(configuration.environment());
        Optional<DatabaseAddress> production = configuration.databases().configuredProduction();
        if (configuration.environment() == Environment.STAGING
                && production.isPresent()
                && SameTarget.isSame(there, new SameTarget.Side("production", production.get()))) {
            throw refused(
                    "STAGING_DATABASE_URL leads to the production database",
                    "it is the database that V2_DATABASE_URL names",
                    "correct STAGING_DATABASE_URL, or say --environment production --confirm " + target.database());
        }
    }

    private static void requireSchema(DatabaseAddress target) {
        try (TargetDatabase database = TargetDatabase.open(target, 1);
                Connection connection = database.connection()) {
            TargetSchemaCheck.require(connection);
        } catch (SQLException e) {
            throw refused(
                    "The target at " + target + " cannot be read",
                    "SQLSTATE " + e.getSQLState(),
                    "look into the server's log, and start again");
        }
    }

    private static String variable(Environment environment) {
        return environment == Environment.STAGING ? "STAGING_DATABASE_URL" : "V2_DATABASE_URL";
    }

    private static ProblemException refused(String what, String why, String remedy) {
        return new ProblemException(new Problem(Problem.Kind.REFUSED, what, why, remedy));
    }
}
