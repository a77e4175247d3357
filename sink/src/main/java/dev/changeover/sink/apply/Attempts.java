package dev.changeover.sink.apply;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs one transaction again and again, with growing pauses, until it is committed or refused. Collisions and outages are bounded; a
 * target that is there and has no room, or takes no writes, is waited for as long as that lasts. Safe for any thread.
 */
final class Attempts {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final int OVERLONG = 2;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ConnectionSource connections;
    private final Patience patience;
    private final RetryLimits limits;
    private final FrozenSinks frozenSinks;

    Attempts(ConnectionSource connections, Patience patience, RetryLimits limits) {
        this.connections = connections;
        this.patience = patience;
        this.limits = limits;
        this.frozenSinks = new FrozenSinks(connections);
    }

    /** How a transaction ended. */
    sealed interface Ending {
        record Committed(BatchResult result) implements Ending {}

        record Refused(String detail, boolean isTaken) implements Ending {}

        /** A statement did not end within its limit of time, twice. */
        record TooLong() implements Ending {}

        /** Neither the users' matter nor one that passes: the target has no such table, column or privilege. */
        record Broken(String detail) implements Ending {}
    }

    /** A whole transaction but for its commit. */
    @FunctionalInterface
    interface Body {
        BatchResult run(Connection connection) throws SQLException;
    }

    /**
     * Returns when the transaction is committed, or never can be.
     *
     * @throws ProblemException if neither is so within the limits
     * @throws InterruptedException if the stage stops meanwhile: nothing is committed then
     */
    Ending run(Body body) throws InterruptedException {
        int collisions = 0;
        int overlong = 0;
        int outages = 0;
        long outSince = 0;
        while (true) {
            SqlFailure failure;
            SQLException thrown;
            try (Connection connection = connections.open()) {
                BatchResult result = body.run(connection);
                connection.commit();
                patience.serving();
                return new Ending.Committed(result);
            } catch (SQLException e) {
                thrown = e;
                failure = SqlFailure.of(e);
            }
            if (failure instanceof SqlFailure.Refusal refusal) {
                return new Ending.Refused(refusal.detail(), refusal.isTaken());
            }
            if (failure instanceof SqlFailure.Overlong) {
                if (++overlong == OVERLONG) {
                    return new Ending.TooLong();
                }
            } else if (failure instanceof SqlFailure.Collision collision) {
                if (++collisions > limits.collisions()) {
                    throw new ProblemException(stuck(collision), thrown);
                }
                frozenSinks.endAfter(collision);
                patience.pause(backOff(collisions));
            } else if (failure instanceof SqlFailure.Outage outage) {
                long now = System.nanoTime();
                outSince = outages == 0 ? now : outSince;
                if (now - outSince > limits.outage().toNanos()) {
                    throw new ProblemException(gone(outage), thrown);
                }
                patience.waiting(away(outage.what()));
                patience.pause(backOff(++outages));
            } else if (failure instanceof SqlFailure.Standstill standstill) {
                outages = 0; // it answers
                patience.waiting(away(standstill.what()));
                patience.pause(LONGEST_PAUSE.dividedBy(2));
            } else if (failure instanceof SqlFailure.Breakdown breakdown) {
                return new Ending.Broken(breakdown.detail());
            } else {
                throw new AssertionError(failure);
            }
        }
    }

    /** Doubles from 20 ms to 5 s, with up to as much again by chance, so that two that collided do not meet again. */
    private static Duration backOff(int attempt) {
        long millis = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt, 10));
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    private Problem stuck(SqlFailure.Collision collision) {
        return new Problem(
                Problem.Kind.UNEXPECTED,
                "The sink gave up after " + limits.collisions() + " attempts at one batch",
                "other sessions of the target were in the way each time, SQLSTATE " + collision.state(),
                "look for a session that holds locks for long in pg_stat_activity, and start the sink again: nothing is lost");
    }

    private Problem gone(SqlFailure.Outage outage) {
        return new Problem(
                Problem.Kind.UNEXPECTED,
                "The sink gave up on its target",
                outage.what() + " for " + limits.outage().toSeconds() + " s",
                "bring the target back, and start the sink again: it goes on where it was, and nothing is lost");
    }

    private static Problem away(String why) {
        return new Problem(
                Problem.Kind.UNEXPECTED,
                "The sink waits for its target",
                why,
                "mend that; the sink goes on by itself and nothing is lost");
    }
}
