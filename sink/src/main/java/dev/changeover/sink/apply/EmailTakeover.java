package dev.changeover.sink.apply;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.plan.MigrationPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Takes an email from a user that the sink made, whose V1 user has given it up. The old holder's email becomes NULL and the holder
 * is due for another attempt; its next document gives it the email that V1 gives it now. Nobody else's user is written.
 */
final class EmailTakeover {
    private final Connection connection;
    private final Set<Long> batch;
    private long rowsWritten;

    /**
     * Takes emails for one batch.
     *
     * @param batch V1 users whose ledger entries are locked already, and which are written after this anyway
     */
    EmailTakeover(Connection connection, Set<Long> batch) {
        this.connection = connection;
        this.batch = batch;
    }

    long rowsWritten() {
        return rowsWritten;
    }

    /**
     * Users whose own row stays as V2 has it, so that an email taken for them would be with nobody: somebody changed the row in V2,
     * and nobody decided for V1's. The rows are locked.
     */
    Set<Long> withoutUseFor(Set<Long> takers) throws SQLException {
        return takers.isEmpty()
                ? takers
                : Set.copyOf(Sql.of(
                                connection,
                                "WITH own AS (SELECT r.v1_id, " + PlanSql.USERS.hash()
                                        + " <> r.target_hash AS changed FROM changeover.migrated_row AS r"
                                        + " JOIN public.users AS t ON t.id = r.v2_id WHERE r.table_number = "
                                        + PlanSql.USERS.table().number()
                                        + " AND r.v1_id = ANY (?) AND r.live ORDER BY t.id FOR UPDATE OF t)"
                                        + " SELECT own.v1_id FROM own LEFT JOIN changeover.quarantine AS q"
                                        + " ON (q.v1_user_id, q.table_name, q.v1_id) = (own.v1_id, ?, own.v1_id)"
                                        + " AND q.reason = ? WHERE CASE WHEN own.changed"
                                        + " THEN q.take IS DISTINCT FROM 'v1' ELSE q.take = 'v2' END")
                        .longs(takers)
                        .with(MigrationPlan.USERS)
                        .with(QuarantineReason.CHANGED_IN_V2.code())
                        .ids());
    }

    /**
     * Empties the holders' emails.
     *
     * @param holders each with the V1 user that takes its email
     * @return the takers that go without: somebody changed the holder in V2
     */
    Set<Long> takeFrom(Map<TargetUsers.Holder, Long> holders) throws SQLException {
        if (holders.isEmpty()) {
            return Set.of();
        }
        List<Long> owners = holders.keySet().stream()
                .map(holder -> Objects.requireNonNull(holder.owner()))
                .toList();
        Ledger ledger = new Ledger(connection);
        ledger.lock(owners, List.of());
        Map<RowKey, LedgerRow> entries =
                ledger.rows(owners.stream().map(EmailTakeover::userKey).toList());
        List<LedgerRow> rows = entries.values().stream().filter(LedgerRow::live).toList();
        Map<Long, Long> hashes = new HashMap<>();
        Sql.of(
                        connection,
                        "UPDATE public.users AS t SET email = NULL FROM unnest(?::bigint[], ?::bigint[]) AS v(id, hash)"
                                + " WHERE t.id = v.id AND " + PlanSql.USERS.hash() + " = v.hash RETURNING t.id, "
                                + PlanSql.USERS.hash())
                .longs(rows.stream().map(LedgerRow::v2Id).toList())
                .longs(rows.stream().map(LedgerRow::targetHash).toList())
                .list(row -> hashes.put(row.getLong(1), row.getLong(2)));
        rowsWritten += hashes.size();
        List<LedgerRow> emptied =
                rows.stream().filter(row -> hashes.containsKey(row.v2Id())).toList();
        ledger.disturb(emptied, row -> Objects.requireNonNull(hashes.get(row.v2Id())));
        List<HeldBack> disturbed = new ArrayList<>();
        for (LedgerRow row : emptied) {
            if (!batch.contains(row.owner())) {
                disturbed.add(new HeldBack(
                        row.owner(), MigrationPlan.USERS, row.owner(), QuarantineReason.UNIQUE_VALUE_TAKEN));
            }
        }
        new Quarantine(connection).disturbed(disturbed);
        Set<Long> without = new HashSet<>();
        holders.forEach((holder, taker) -> {
            if (!hashes.containsKey(holder.targetUserId())) {
                without.add(taker);
            }
        });
        return without;
    }

    private static RowKey userKey(long v1UserId) {
        return new RowKey(PlanSql.USERS.table().number(), v1UserId);
    }
}
