package dev.changeover.sink.target;

import dev.changeover.contract.document.QuarantineReason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ledger in numbers, as of one moment. Maps are by code and hold no zeros.
 *
 * @param outcomes V1 users by outcome; without {@code deleted}, where everybody is whom V1 has no more, they add up to V1's users
 * @param quarantined users that V1 has, by reason
 * @param deletionsQuarantined users that V1 deleted and V2 could not, by reason
 * @param heldBack rows by reason
 * @param migratedRows rows in V2 that the ledger answers for, users included
 * @param sinkTransactions transactions in which the sink wrote a row outside its schema
 * @param deletedRows rows that the sink deleted
 * @param beforeImages rows kept as they were, so that they can be put back
 * @param deletedBeforeMigration stale copies that stay in the target because V1 deleted their users before they were migrated
 * @param deletionPending migrated users that V1 deleted and V2 still has
 */
public record LedgerSummary(
        Map<String, Long> outcomes,
        Map<String, Long> quarantined,
        Map<String, Long> deletionsQuarantined,
        Map<String, Long> heldBack,
        long migratedRows,
        long sinkTransactions,
        long deletedRows,
        long beforeImages,
        long deletedBeforeMigration,
        long deletionPending) {

    /**
     * One statement, and so one snapshot, in which the outcomes add up. Whether V1 has a user is known by its last document: by what was
     * heard of it, else by how that was applied. A deletion that the target refused by itself leaves a user without a claim, which no
     * other document that the target is asked to write does.
     */
    private static final String SQL =
            """
            WITH heard AS (SELECT * FROM unnest(?::bigint[], ?::text[]) AS h(id, standing)),
            refused AS (SELECT v1_user_id, reason FROM changeover.quarantine WHERE kind = 'user'),
            known AS (SELECT coalesce(u.outcome, h.standing) AS outcome, h.standing, u.target_user_id, q.reason,
                             CASE WHEN h.id IS NOT NULL THEN h.standing = 'deleted'
                                  WHEN u.outcome = 'quarantined' THEN q.reason IS NOT DISTINCT FROM '%1$s'
                                    OR q.reason IS NOT DISTINCT FROM '%2$s' AND u.identity IS NULL
                                  ELSE u.outcome = 'deleted' END AS gone
                        FROM changeover.v1_user u FULL JOIN heard h ON h.id = u.v1_user_id
                        LEFT JOIN refused q ON q.v1_user_id = u.v1_user_id)
            SELECT 'outcome', CASE WHEN gone THEN 'deleted' WHEN outcome = 'deleted' THEN standing ELSE outcome END, count(*)
              FROM known GROUP BY 2
            UNION ALL SELECT CASE WHEN NOT gone THEN 'user' WHEN target_user_id IS NULL THEN 'late' ELSE 'deletion' END, reason, count(*)
              FROM known WHERE reason IS NOT NULL GROUP BY 1, 2
            UNION ALL SELECT 'count', 'deletion pending', count(*) FROM known WHERE gone AND target_user_id IS NOT NULL
            UNION ALL SELECT 'row', reason, count(*) FROM changeover.quarantine WHERE kind = 'row' GROUP BY reason
            UNION ALL SELECT 'count', 'migrated rows', count(*) FROM changeover.migrated_row WHERE live
            UNION ALL SELECT 'count', 'sink transactions', count(*) FROM changeover.sink_transaction
            UNION ALL SELECT 'count', 'deleted rows', count(*) FROM changeover.deleted_row
            UNION ALL SELECT 'count', 'before images', count(*) FROM changeover.before_image
            UNION ALL SELECT 'count', 'deleted before migration', count(DISTINCT t.id)
              FROM changeover.v1_user u JOIN changeover.pairing p USING (v1_user_id) JOIN public.users t ON t.id = p.target_user_id
             WHERE u.outcome = 'deleted' AND NOT EXISTS (SELECT FROM changeover.pairing o JOIN changeover.v1_user k USING (v1_user_id)
                    WHERE o.target_user_id = t.id AND k.outcome <> 'deleted')
            """.formatted(QuarantineReason.DELETED_IN_V1.code(), QuarantineReason.REFUSED_BY_TARGET.code());

    public LedgerSummary {
        outcomes = Map.copyOf(outcomes);
        quarantined = Map.copyOf(quarantined);
        deletionsQuarantined = Map.copyOf(deletionsQuarantined);
        heldBack = Map.copyOf(heldBack);
    }

    /**
     * Reads the ledger; costs a scan of its larger tables.
     *
     * @param leftOut what is known of users beside the ledger
     */
    public static LedgerSummary read(Connection connection, LeftOut leftOut) throws SQLException {
        Map<String, Map<String, Long>> numbers = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            bind(statement, leftOut);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    numbers.computeIfAbsent(rows.getString(1), kind -> new HashMap<>())
                            .put(rows.getString(2), rows.getLong(3));
                }
            }
        }
        Map<String, Long> counts = numbers.getOrDefault("count", Map.of());
        return new LedgerSummary(
                numbers.getOrDefault("outcome", Map.of()),
                numbers.getOrDefault("user", Map.of()),
                numbers.getOrDefault("deletion", Map.of()),
                numbers.getOrDefault("row", Map.of()),
                counts.getOrDefault("migrated rows", 0L),
                counts.getOrDefault("sink transactions", 0L),
                counts.getOrDefault("deleted rows", 0L),
                counts.getOrDefault("before images", 0L),
                counts.getOrDefault("deleted before migration", 0L),
                counts.getOrDefault("deletion pending", 0L));
    }

    private static void bind(PreparedStatement statement, LeftOut leftOut) throws SQLException {
        List<Long> ids = new ArrayList<>();
        List<String> standings = new ArrayList<>();
        leftOut.users().forEach((id, standing) -> {
            ids.add(id);
            standings.add(standing.code());
        });
        Connection connection = statement.getConnection();
        statement.setArray(1, connection.createArrayOf("int8", ids.toArray()));
        statement.setArray(2, connection.createArrayOf("text", standings.toArray()));
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
