package dev.changeover.cutover.rollback;

import dev.changeover.cutover.point.PointManifest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** What a rollback asks of those who keep the ledger. Every method works in the rollback's own transaction, on its thread. */
public interface RollbackLedger {
    /**
     * Makes sure that the ledger is this database's own.
     *
     * @throws dev.changeover.contract.stage.ProblemException if it is not
     */
    void require(Connection connection) throws SQLException;

    /**
     * Raises the epoch, after all transactions of sinks have ended: none begins until the rollback ends, and then all are refused.
     *
     * @return the new epoch
     * @throws SQLException with SQLSTATE 55P03 if a sink's transaction lasts longer than the lock timeout
     */
    long raiseEpoch(Connection connection) throws SQLException;

    /**
     * Makes the ledger say what is true of the point's rows: nothing of it has a position, and what was decided once stays.
     *
     * @param tables of the ledger as they were at the point, by name without a schema, each as a table to read from; empty if there was
     *     no ledger then
     */
    void putBack(Connection connection, PointManifest point, Map<String, String> tables) throws SQLException;
}
