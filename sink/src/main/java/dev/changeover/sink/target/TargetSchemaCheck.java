package dev.changeover.sink.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The target's tables, columns, sequences and privileges against the migration plan. Reads the catalogue only. */
public final class TargetSchemaCheck {
    private TargetSchemaCheck() {}

    /** All that does not fit; empty if the sink can work. */
    public static List<SchemaFinding> findings(Connection connection) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /**
     * Refuses a target that does not fit, with all findings at once.
     *
     * @throws dev.changeover.contract.stage.ProblemException if there are findings
     */
    public static void require(Connection connection) throws SQLException {
        throw new UnsupportedOperationException();
    }
}
