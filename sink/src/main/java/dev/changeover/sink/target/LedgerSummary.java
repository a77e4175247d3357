package dev.changeover.sink.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The ledger in numbers, as of one moment. Maps are by code and hold no zeros.
 *
 * @param outcomes V1 users by outcome; without {@code deleted} they add up to V1's users
 * @param quarantined users by reason
 * @param heldBack rows by reason
 * @param migratedRows rows in V2 that the ledger answers for, users included
 * @param sinkTransactions transactions in which the sink wrote a row outside its schema
 * @param deletedRows rows that the sink deleted
 * @param beforeImages rows kept as they were, so that they can be put back
 * @param deletedBeforeMigration stale copies that stay in the target because V1 deleted their users before they were migrated
 */
public record LedgerSummary(
        Map<String, Long> outcomes,
        Map<String, Long> quarantined,
        Map<String, Long> heldBack,
        long migratedRows,
        long sinkTransactions,
        long deletedRows,
        long beforeImages,
        long deletedBeforeMigration) {

    /** One statement, and so one snapshot, in which the outcomes add up. */
    private static final String SQL = """
            SELECT 'outcome', outcome, count(*) FROM changeover.v1_user GROUP BY outcome
            UNION ALL SELECT kind, reason, count(*) FROM changeover.quarantine GROUP BY kind, reason
            UNION ALL SELECT 'count', 'migrated rows', count(*) FROM changeover.migrated_row WHERE live
            UNION ALL SELECT 'count', 'sink transactions', count(*) FROM changeover.sink_transaction
            UNION ALL SELECT 'count', 'deleted rows', count(*) FROM changeover.deleted_row
            UNION ALL SELECT 'count', 'before images', count(*) FROM changeover.before_image
            UNION ALL SELECT 'count', 'deleted before migration', count(DISTINCT t.id)
              FROM changeover.v1_user u JOIN changeover.pairing p USING (v1_user_id) JOIN public.users t ON t.id = p.target_user_id
             WHERE u.outcome = 'deleted' AND NOT EXISTS (SELECT FROM changeover.pairing o JOIN changeover.v1_user k USING (v1_user_id)
                    WHERE o.target_user_id = t.id AND k.outcome <> 'deleted')
            """;

    public LedgerSummary {
        outcomes = Map.copyOf(outcomes);
        quarantined = Map.copyOf(quarantined);
        heldBack = Map.copyOf(heldBack);
    }

    /** Reads the ledger; costs a scan of its larger tables. */
    public static LedgerSummary read(Connection connection) throws SQLException {
        Map<String, Map<String, Long>> numbers = new HashMap<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(SQL)) {
            while (rows.next()) {
                numbers.computeIfAbsent(rows.getString(1), kind -> new HashMap<>())
                        .put(rows.getString(2), rows.getLong(3));
            }
        }
        Map<String, Long> counts = numbers.getOrDefault("count", Map.of());
        return new LedgerSummary(
                numbers.getOrDefault("outcome", Map.of()),
                numbers.getOrDefault("user", Map.of()),
                numbers.getOrDefault("row", Map.of()),
                counts.getOrDefault("migrated rows", 0L),
                counts.getOrDefault("sink transactions", 0L),
                counts.getOrDefault("deleted rows", 0L),
                counts.getOrDefault("before images", 0L),
                counts.getOrDefault("deleted before migration", 0L));
    }

    /** V1 users with this outcome. */
    public long users(String outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** All outcomes but {@code deleted}: as many as V1 has users. */
    public long v1Users() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum() - users("deleted");
    }
}
