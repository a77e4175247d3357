package dev.changeover.cutover.rollback;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.PointData;
import dev.changeover.cutover.point.TargetMark;
import dev.changeover.cutover.point.TargetSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Puts the target back to a point. Everything happens in one transaction: interrupted anywhere, nothing has happened; run twice, the
 * second finds nothing to do. Confined to one thread.
 */
public final class Rollback {
    /** The server ended or refused something, and all is as it was. */
    private static final Set<String> UNIQUE_OR_FOREIGN = Set.of("23503", "23505", "23514", "23502");

    private final DatabaseAddress target;
    private final RollbackLedger ledger;
    private final Duration lockWait;
    private final Predicate<Duration> pause;

    /**
     * Connects to nothing yet.
     *
     * @param lockWait how long to try to lock the tables against writers
     * @param pause waits for the given time, or less when it is told to stop, which it says then
     */
    public Rollback(DatabaseAddress target, RollbackLedger ledger, Duration lockWait, Predicate<Duration> pause) {
        this.target = requireNonNull(target, "target");
        this.ledger = requireNonNull(ledger, "ledger");
        this.lockWait = requireNonNull(lockWait, "lockWait");
        this.pause = requireNonNull(pause, "pause");
    }

    /**
     * Finds out whether the point is whole and of this target. Reads only.
     *
     * @return users that count as migrated, and will not any more
     * @throws ProblemException if the point is damaged or foreign, or this user may not put it back
     */
    public long require(PointData point) {
        point.requireIntact();
        try (Connection connection = TargetSession.open(target)) {
            TargetSession.beginSnapshot(connection);
            boolean hasLedger = requireFit(connection, point);
            return hasLedger
                    ? Ask.number(connection, "SELECT count(*) FROM changeover.v1_user WHERE target_user_id IS NOT NULL")
                    : 0;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Does it.
     *
     * @param acceptLoss whether what others wrote since the point may go
     * @throws ProblemException if it cannot be done; nothing has happened then
     */
    public RollbackOutcome run(PointData point, boolean acceptLoss) {
        try (Connection connection = TargetSession.open(target)) {
            TargetSession.begin(connection);
            boolean finished = false;
            try {
                boolean hasLedger = requireFit(connection, point);
                RollbackOutcome outcome =
                        new RollbackTransaction(connection, point, ledger, hasLedger, lockWait, pause).run(acceptLoss);
                finished = outcome instanceof RollbackOutcome.Done;
                return outcome;
            } finally {
                if (!finished) {
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private boolean requireFit(Connection connection, PointData point) throws SQLException {
        boolean hasLedger = TargetMark.read(connection).ledgerId().isPresent();
        if (hasLedger) {
            ledger.require(connection);
        }
        new PointFit(connection, point.manifest()).require();
        return hasLedger;
    }

    private ProblemException failed(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (UNIQUE_OR_FOREIGN.contains(state)) {
            return problem(
                    e,
                    Problem.Kind.REFUSED,
                    "The target does not take the point's rows back, and nothing was changed",
                    "a rule of its schema forbids one of them, or a row outside of the point that they reference is gone"
                            + " (SQLSTATE " + state + ")",
                    "look into the server's log for the constraint; it was added since the point, or a drill was deleted");
        }
        return switch (state) {
            case "55P03" ->
                problem(
                        e,
                        Problem.Kind.INCONCLUSIVE,
                        "The rollback waited too long for a lock, and nothing was changed",
                        "another session holds what it needs (SQLSTATE 55P03)",
                        "look for long transactions in pg_stat_activity, and start again");
            case "42501" ->
                problem(
                        e,
                        Problem.Kind.REFUSED,
                        "The rollback cannot be done by this database user, and nothing was changed",
                        "a right is missing (SQLSTATE 42501)",
                        "give the URL of the user that owns the tables, with CREATE TEMPORARY TABLES on the database");
            default ->
                problem(
                        e,
                        Problem.Kind.UNEXPECTED,
                        "The rollback was interrupted",
                        "the target ended it (SQLSTATE " + state + ")",
                        "start it again: either nothing was changed, or all was and it finds nothing to do");
        };
    }

    private static ProblemException problem(
            SQLException cause, Problem.Kind kind, String what, String why, String remedy) {
        return new ProblemException(new Problem(kind, what, why, remedy), cause);
    }
}
