package dev.changeover.sink.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * The ledger goes back with the target to a rollback point, in the transaction that puts the rows back. What a migrated user or row is goes
 * back; what was decided once (baseline, pairings), what V1 claims, and the evidence of transactions stay as they are. No position stays:
 * the sink starts again at the beginning of its topic, and writes what differs.
 */
public final class LedgerReturn {
    /** Nobody is migrated. A user that V1 deleted stays deleted, or the outcomes would not add up to V1's users. */
    private static final String NOBODY = """
            UPDATE changeover.v1_user
               SET outcome = CASE WHEN outcome = 'deleted' THEN 'deleted' WHEN identity IS NULL THEN 'skipped' ELSE 'pending' END,
                   target_user_id = NULL, replaced_user_id = NULL, topic_partition = NULL, topic_offset = NULL, applied_at = NULL
            """;

    private LedgerReturn() {}

    /**
     * Puts the ledger back, in the caller's transaction, which holds the epoch and has put back the rows.
     *
     * @param tables the ledger's tables as they were at the point, by name, each as a table with the same columns to read from; empty if
     *     there was no ledger then
     */
    public static void to(Connection connection, String point, Instant madeAt, Map<String, String> tables)
            throws SQLException {
        for (String table : new String[] {"migrated_row", "before_image", "quarantine", "deleted_row"}) {
            run(connection, "DELETE FROM changeover." + table);
            String then = tables.get(table);
            if (then != null) {
                run(connection, copy(connection, table, then));
            }
        }
        run(connection, NOBODY);
        String users = tables.get("v1_user");
        if (users != null) {
            run(connection, whoeverWas(users));
        }
        DocumentsTopic.forgetPositions(connection);
        try (var insert = connection.prepareStatement(
                "INSERT INTO changeover.full_rollback (transaction, epoch, point, point_made_at)"
                        + " SELECT pg_current_xact_id(), epoch, ?, ? FROM changeover.target")) {
            insert.setString(1, point);
            insert.setObject(2, madeAt.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    /** Whoever was migrated at the point is again, also a user that V1 has deleted since: its document will be applied again. */
    private static String whoeverWas(String users) {
        return "UPDATE changeover.v1_user AS u SET outcome = p.outcome, target_user_id = p.target_user_id,"
                + " replaced_user_id = p.replaced_user_id, applied_at = p.applied_at FROM " + users + " AS p"
                + " WHERE p.v1_user_id = u.v1_user_id AND (p.target_user_id IS NOT NULL"
                + " OR p.outcome IN ('quarantined', 'undone') AND u.outcome <> 'deleted')";
    }

    /** Columns that a newer version added to the ledger since the point get their defaults. */
    private static String copy(Connection connection, String table, String then) throws SQLException {
        try (var select = connection.prepareStatement("SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)"
                + " FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped")) {
            select.setString(1, then);
            try (var row = select.executeQuery()) {
                row.next();
                String columns = row.getString(1);
                return "INSERT INTO changeover." + table + " (" + columns + ") OVERRIDING SYSTEM VALUE SELECT "
                        + columns + " FROM " + then;
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
