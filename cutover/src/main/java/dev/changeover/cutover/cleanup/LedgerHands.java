package dev.changeover.cutover.cleanup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** What only the sink knows how to do with its ledger and its indexes. */
public interface LedgerHands {
    /**
     * In the caller's transaction.
     *
     * @throws dev.changeover.contract.stage.ProblemException if the ledger is another database's, or another environment's
     */
    void require(Connection connection) throws SQLException;

    /** Waits, in the caller's transaction, for the sink's transactions under way; from then on none goes on until the caller's has ended. */
    void fence(Connection connection) throws SQLException;

    /**
     * Drops indexes without keeping writers waiting; one that is not there is no failure.
     *
     * @param names as SQL has them, with their schemas
     * @param dropped is told each that is gone
     * @throws dev.changeover.contract.stage.ProblemException if another session stands in the way for long, naming it
     */
    void dropIndexes(List<String> names, Consumer<String> dropped) throws SQLException, InterruptedException;
}
