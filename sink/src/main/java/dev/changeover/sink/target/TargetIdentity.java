package dev.changeover.sink.target;

import java.sql.Connection;
import java.sql.SQLException;

/** Which database the ledger belongs to, so that a ledger that came along with a copy is not taken for the copy's own. */
public final class TargetIdentity {
    private TargetIdentity() {}

    /**
     * Registers this database at the first call; later makes sure that it is still the one. In the caller's transaction.
     *
     * @throws dev.changeover.contract.stage.ProblemException if the ledger is another database's, or registered for another environment
     */
    public static RegisteredTarget register(Connection connection, String environment) throws SQLException {
        throw new UnsupportedOperationException();
    }
}
