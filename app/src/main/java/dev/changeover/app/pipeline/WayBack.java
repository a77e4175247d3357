package dev.changeover.app.pipeline;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.PointManifest;
import dev.changeover.cutover.point.RollbackPoints;
import dev.changeover.cutover.point.SinkSessions;
import dev.changeover.cutover.rollback.Rollback;
import dev.changeover.sink.target.LedgerSchema;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.sink.target.TargetIndexes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** The rollback points of a configured target, and the way back to them. Confined to one thread. */
public final class WayBack {
    private static final Duration INDEX_PATIENCE = Duration.ofMinutes(1);

    private final Configuration configuration;

    public WayBack(Configuration configuration) {
        this.configuration = requireNonNull(configuration, "configuration");
    }

    public RollbackPoints points() {
        return new RollbackPoints(
                configuration.stateDirectory(), configuration.environment().code(), target(), Clock.systemUTC());
    }

    /** Makes a point if nothing was migrated to the target yet and there is none, unless that is switched off. */
    Optional<PointManifest> beforeFirstWrite() {
        if (!configuration.rollbackPoint().automatic()) {
            return Optional.empty();
        }
        try {
            return points().createBeforeFirstWrite();
        } catch (ProblemException e) {
            Problem problem = e.problem();
            throw new ProblemException(
                    new Problem(
                            problem.kind(),
                            "Nothing is written before there is a rollback point: " + problem.what(),
                            problem.why(),
                            problem.remedy()
                                    + "; or, if there is another way back, set rollbackPoint.automatic to false"),
                    e);
        }
    }

    /**
     * Changes nothing yet; V1 need not be there.
     *
     * @param lockWait how long to try to lock the tables against writers
     * @param pause waits for the given time, or less when it is told to stop, which it says then
     */
    public Rollback rollback(Duration lockWait, Predicate<Duration> pause) {
        Preconditions.checkWayBack(configuration);
        return new Rollback(target(), new TargetLedger(configuration.environment()), lockWait, pause);
    }

    /** How many sessions of sinks, or of other commands that write as a sink does, the target has; ask before this process opens one. */
    public int sinkSessions() {
        return SinkSessions.count(target());
    }

    /**
     * Brings the ledger up to date, if there is one, and makes the indexes without which deleting a user reads whole tables. Both before
     * any lock is taken.
     */
    public void prepare() {
        try (TargetDatabase database = TargetDatabase.open(target(), 1)) {
            if (hasLedger(database)) {
                LedgerSchema.migrate(database);
                if (configuration.sink().createIndexes()) {
                    TargetIndexes.ensure(database, INDEX_PATIENCE);
                }
            }
        } catch (SQLException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "The rollback cannot start",
                            "the target refuses to bring the ledger up to date (SQLSTATE " + e.getSQLState() + ")",
                            "look into the server's log, and start again"),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.INCONCLUSIVE,
                            "The rollback did not start",
                            "it was interrupted",
                            "start it again"),
                    e);
        }
    }

    private static boolean hasLedger(TargetDatabase database) throws SQLException {
        try (Connection connection = database.connection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT to_regclass('changeover.target') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private DatabaseAddress target() {
        return configuration.databases().target(configuration.environment());
    }
}
