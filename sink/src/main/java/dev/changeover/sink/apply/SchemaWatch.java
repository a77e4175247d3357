package dev.changeover.sink.apply;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.target.TargetSchemaCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the target's tables are no longer those that were checked. Most changes the server would refuse by itself; some it
 * would not: a {@code json} column that became {@code jsonb} takes every row, and changes its bytes. Safe for any thread.
 */
final class SchemaWatch {
    private static final String FINGERPRINT =
            "SELECT coalesce(md5(string_agg(a::text, ' ' ORDER BY attrelid, attnum)), '')"
                    + " FROM (SELECT attrelid, attnum, attname, atttypid, atttypmod, attnotnull, atthasdef, attidentity,"
                    + " attgenerated FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attrelid = ANY"
                    + " (ARRAY(SELECT to_regclass(name)::oid FROM unnest(?::text[]) AS t(name)))) AS a";

    private volatile @Nullable String checked;

    /**
     * Checks the schema unless it is known to fit. Call it before anything is written; it leaves no transaction open.
     *
     * @throws ProblemException if the target does not fit the plan; it names what does not
     */
    void ensureFits(Connection connection) throws SQLException {
        if (checked == null) {
            check(connection);
        }
    }

    /** Checks the schema whatever was known; why the target refuses something may be here. */
    void check(Connection connection) throws SQLException {
        String before = fingerprint(connection); // a change after this is found by the next requireUnchanged
        TargetSchemaCheck.require(connection);
        connection.rollback();
        checked = before;
    }

    /**
     * Call it before the commit. The transaction holds a lock on each table that it has written, which no change of the schema gets past:
     * so what was written went into the tables that were checked.
     *
     * @throws SQLException as a collision, so that the batch is tried again after another check
     */
    void requireUnchanged(Connection connection) throws SQLException {
        if (!fingerprint(connection).equals(checked)) {
            checked = null;
            throw new SQLTransactionRollbackException("The target's schema changed under a batch", "40001");
        }
    }

    private static String fingerprint(Connection connection) throws SQLException {
        return Sql.of(connection, FINGERPRINT)
                .texts(MigrationPlan.tables().stream()
                        .map(TablePlan::name)
                        .map(name -> "public." + name)
                        .toList())
                .list(row -> row.getString(1))
                .get(0);
    }
}
