package dev.changeover.cutover.ledger;

import dev.changeover.contract.rules.IdentityHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where V1's users are, by the target's ledger. */
public final class UserView {
    private static final String SUMMARY = "SELECT u.v1_user_id, u.identity, u.outcome, u.target_user_id,"
            + " u.replaced_user_id, u.topic_partition || ':' || u.topic_offset, u.applied_at,"
            + " (SELECT count(*) FROM changeover.quarantine AS q WHERE q.v1_user_id = u.v1_user_id)"
            + " FROM changeover.v1_user AS u ";

    private UserView() {}

    /** How many users ended how, in the ledger's words: whose deletion is hindered is quarantined, and no user of V1. */
    public static Map<String, Long> counts(LedgerReader ledger) {
        return pairs(ledger, "SELECT outcome, count(*) FROM changeover.v1_user GROUP BY outcome ORDER BY outcome");
    }

    /**
     * Users in the order of V1's ids.
     *
     * @param outcome the ledger's word; empty: any
     */
    public static List<UserSummary> list(LedgerReader ledger, Optional<String> outcome, int limit) {
        String word = outcome.orElse("");
        return ledger.list(
                SUMMARY + "WHERE (? = '' OR u.outcome = ?) ORDER BY u.v1_user_id LIMIT ?",
                UserView::summary,
                word,
                word,
                limit);
    }

    /** One user, who is in the ledger. */
    public static UserDetail of(LedgerReader ledger, long v1UserId) {
        return new UserDetail(
                ledger.list(SUMMARY + "WHERE u.v1_user_id = ?", UserView::summary, v1UserId)
                        .get(0),
                pairs(
                        ledger,
                        "SELECT t.name, count(*) FROM changeover.migrated_row AS r JOIN changeover.plan_table AS t"
                                + " ON t.number = r.table_number WHERE r.live AND r.v1_user_id = ?"
                                + " GROUP BY t.number, t.name ORDER BY t.number",
                        v1UserId),
                pairs(
                        ledger,
                        "SELECT reason, count(*) FROM changeover.before_image WHERE v1_user_id = ?"
                                + " GROUP BY reason ORDER BY reason",
                        v1UserId),
                QuarantineView.of(ledger, v1UserId));
    }

    private static Map<String, Long> pairs(LedgerReader ledger, String sql, Object... parameters) {
        Map<String, Long> pairs = new LinkedHashMap<>();
        ledger.list(sql, row -> pairs.put(row.getString(1), row.getLong(2)), parameters);
        return pairs;
    }

    private static UserSummary summary(ResultSet row) throws SQLException {
        return new UserSummary(
                row.getLong(1),
                Optional.ofNullable(row.getString(2)).map(IdentityHash::of),
                row.getString(3),
                id(row, 4),
                id(row, 5),
                Optional.ofNullable(row.getString(6)),
                Moments.at(row, 7),
                row.getLong(8));
    }

    private static Optional<Long> id(ResultSet row, int column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(id);
    }
}
