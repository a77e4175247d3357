package dev.changeover.sink.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * The ledger in numbers, as of one moment. Maps are by code and hold no zeros.
 *
 * @param outcomes V1 users by outcome; without {@code deleted} they add up to V1's users
 * @param quarantined users by reason; a user that is quarantined is counted here whatever it was before
 * @param heldBack rows by reason
 * @param deletedBeforeMigration users deleted in V1 whose stale copy stays in the target
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

    public LedgerSummary {
        outcomes = Map.copyOf(outcomes);
        quarantined = Map.copyOf(quarantined);
        heldBack = Map.copyOf(heldBack);
    }

    public static LedgerSummary read(Connection connection) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /** V1 users with this outcome. */
    public long users(String outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** All outcomes but {@code deleted}: as many as V1 has users. */
    public long v1Users() {
        return outcomes.entrySet().stream()
                .filter(each -> !each.getKey().equals("deleted"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
