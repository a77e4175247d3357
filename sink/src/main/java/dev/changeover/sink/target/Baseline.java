package dev.changeover.sink.target;

import dev.changeover.contract.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;

/** The one look at target and V1 that classifies every target user and claims every V1 user's identity, kept for good. */
public final class Baseline {
    private Baseline() {}

    /**
     * Makes the baseline in one transaction of its own on {@code target}, unless there is one. Killed in the middle, nothing of it is
     * there. Two sinks at once: the second waits and finds it made.
     *
     * @param target from {@link TargetDatabase#connection()}, outside a transaction
     * @return whether this call made it
     * @throws dev.changeover.contract.stage.ProblemException if V1 cannot be read
     */
    public static boolean ensure(DatabaseAddress v1, Connection target) throws SQLException {
        throw new UnsupportedOperationException();
    }

    public static BaselineCounts counts(Connection connection) throws SQLException {
        throw new UnsupportedOperationException();
    }
}
