package dev.changeover.sink.apply;

import dev.changeover.contract.plan.TablePlan;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;

/** Fewer rows than were written or asked for: whatever the reason, nothing of such a transaction may be committed. */
final class Shortfall {
    private static final String COLLISION = "40001";
    private static final String REFUSAL = "P0001"; // as a trigger that says no

    private Shortfall() {}

    /** Another transaction was in the way, and a second look sees what it did. */
    static void collision(TablePlan table, long wanted, long found) throws SQLException {
        if (found != wanted) {
            throw new SQLTransactionRollbackException(says(table, wanted, found), COLLISION);
        }
    }

    /** The target left rows out without a word, as a trigger can. */
    static void refuse(TablePlan table, long wanted, long taken) throws SQLException {
        if (taken != wanted) {
            throw new SQLException(says(table, wanted, taken), REFUSAL);
        }
    }

    private static String says(TablePlan table, long wanted, long found) {
        return found + " of " + wanted + " rows of " + table.name();
    }
}
