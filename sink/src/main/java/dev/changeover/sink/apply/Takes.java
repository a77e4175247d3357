package dev.changeover.sink.apply;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.plan.MigrationPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Obeys what an operator decided about rows that V1 changed and somebody had changed in V2. Confined to its transaction, which has locked
 * the users.
 *
 * <p>{@code v1}, for one attempt: the row as V2 has it is kept as an image, and then counts as the sink's own, so that V1's is written over
 * it; a row that was deleted in V2 comes back under its id, with the parent that it needs and what hung on that. {@code v2}, until V1
 * changes the row again: it stays as V2 has it, and its entry in quarantine says so.
 */
final class Takes {
    private final Connection connection;
    private final Map<RowKey, WantedRow> wanted;
    private final Map<RowKey, LedgerRow> entries;

    /**
     * The decisions about one batch.
     *
     * @param entries of all rows of the users and of all wanted rows; changed for rows to be overwritten
     */
    Takes(Connection connection, List<WantedRow> wanted, Map<RowKey, LedgerRow> entries) {
        this.connection = connection;
        this.wanted = wanted.stream().collect(Collectors.toMap(WantedRow::key, row -> row, (one, other) -> other));
        this.entries = entries;
    }

    private record Decision(
            long user,
            String table,
            long v1Id,
            boolean forV1,
            @Nullable Long takenHash) {
        RowKey key() {
            return RowKey.of(MigrationPlan.table(table), v1Id);
        }
    }

    /**
     * Prepares the batch for what was decided.
     *
     * @param heldBack rows that the documents themselves hold back: nothing to decide about
     * @return the rows that stay as V2 has them
     */
    List<HeldBack> obey(Set<Long> users, Set<RowKey> heldBack) throws SQLException {
        List<HeldBack> kept = new ArrayList<>();
        Set<RowKey> overwritten = new HashSet<>();
        for (Decision decision : decisions(users)) {
            if (heldBack.contains(decision.key())) {
                continue;
            }
            if (decision.forV1()) {
                overwritten.add(decision.key());
            } else if (stands(decision)) {
                kept.add(new HeldBack(
                        decision.user(), decision.table(), decision.v1Id(), QuarantineReason.CHANGED_IN_V2));
            }
        }
        if (!overwritten.isEmpty()) {
            bringBack(overwritten);
            overwrite(overwritten);
        }
        return kept;
    }

    private List<Decision> decisions(Set<Long> users) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT v1_user_id, table_name, v1_id, take = 'v1', taken_hash FROM changeover.quarantine"
                                + " WHERE v1_user_id = ANY (?) AND kind = 'row' AND take IS NOT NULL AND reason = ?"
                                + " ORDER BY 1, 2, 3")
                .longs(users)
                .with(QuarantineReason.CHANGED_IN_V2.code())
                .list(row -> new Decision(
                        row.getLong(1), row.getString(2), row.getLong(3), row.getBoolean(4), Sql.nullableLong(row, 5)));
    }

    /** The first attempt notes what V1's row says; when that is another one, the question is asked anew. */
    private boolean stands(Decision decision) throws SQLException {
        WantedRow row = wanted.get(decision.key());
        long now = row == null ? 0 : row.documentHash();
        boolean stands = decision.takenHash() == null || decision.takenHash() == now;
        Sql.of(
                        connection,
                        "UPDATE changeover.quarantine SET take = ?, taken_hash = ?"
                                + " WHERE v1_user_id = ? AND table_name = ? AND v1_id = ?")
                .with(stands ? "v2" : null)
                .with(stands ? now : null)
                .with(decision.user())
                .with(decision.table())
                .with(decision.v1Id())
                .update();
        return stands;
    }

    /** Rows that V2 has no more count as gone, and so return; likewise a parent that one of them needs, and its other children. */
    private void bringBack(Set<RowKey> keys) throws SQLException {
        Set<RowKey> needed = new HashSet<>(keys);
        for (RowKey key : keys) {
            WantedRow row = wanted.get(key);
            if (row != null && MigrationPlan.isGrandchild(row.table())) {
                needed.add(row.parentKey());
            }
        }
        Set<RowKey> absent = absent(needed);
        Set<RowKey> orphaned = wanted.values().stream()
                .filter(row -> MigrationPlan.isGrandchild(row.table()) && absent.contains(row.parentKey()))
                .map(WantedRow::key)
                .collect(Collectors.toSet());
        absent.addAll(absent(orphaned));
        absent.forEach(key -> entries.computeIfPresent(key, (same, entry) -> entry.gone()));
    }

    private Set<RowKey> absent(Set<RowKey> keys) throws SQLException {
        Set<RowKey> absent = keys.stream()
                .map(entries::get)
                .filter(Objects::nonNull)
                .filter(LedgerRow::isDeletedInV2)
                .map(LedgerRow::key)
                .collect(Collectors.toSet());
        for (Map.Entry<TableSql, List<LedgerRow>> table : live(keys).entrySet()) {
            Map<Long, Long> present = hashes(table.getKey(), table.getValue());
            table.getValue().stream()
                    .filter(entry -> !present.containsKey(entry.v2Id()))
                    .forEach(entry -> absent.add(entry.key()));
        }
        return absent;
    }

    private void overwrite(Set<RowKey> keys) throws SQLException {
        for (Map.Entry<TableSql, List<LedgerRow>> table : live(keys).entrySet()) {
            Map<Long, Long> hashes = hashes(table.getKey(), table.getValue());
            List<LedgerRow> changed = table.getValue().stream()
                    .filter(entry -> !Objects.equals(hashes.get(entry.v2Id()), entry.targetHash()))
                    .toList();
            keepImages(
                    table.getKey(),
                    changed.stream()
                            .filter(entry -> wanted.containsKey(entry.key())) // others are deleted, which keeps one
                            .toList());
            new Ledger(connection).disturb(changed, entry -> Objects.requireNonNull(hashes.get(entry.v2Id())));
            changed.forEach(entry ->
                    entries.put(entry.key(), entry.disturbed(Objects.requireNonNull(hashes.get(entry.v2Id())))));
        }
    }

    private Map<TableSql, List<LedgerRow>> live(Set<RowKey> keys) {
        return keys.stream()
                .map(entries::get)
                .filter(Objects::nonNull)
                .filter(LedgerRow::live)
                .collect(Collectors.groupingBy(entry -> PlanSql.of(entry.key().table())));
    }

    /** By V2 id, of those that are there; nobody changes them until the transaction ends. */
    private Map<Long, Long> hashes(TableSql table, Collection<LedgerRow> rows) throws SQLException {
        Map<Long, Long> hashes = new HashMap<>();
        Sql.of(
                        connection,
                        "SELECT t.id, " + table.hash() + " FROM " + table.name()
                                + " AS t WHERE t.id = ANY (?) ORDER BY t.id FOR UPDATE")
                .longs(rows.stream().map(LedgerRow::v2Id).toList())
                .list(row -> hashes.put(row.getLong(1), row.getLong(2)));
        return hashes;
    }

    private void keepImages(TableSql table, List<LedgerRow> rows) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO changeover.before_image"
                                + " (v1_user_id, table_name, target_row_id, image, reason, transaction)"
                                + " SELECT v.owner, ?, t.id, t::text, 'changed', pg_current_xact_id() FROM "
                                + table.name()
                                + " AS t JOIN unnest(?::bigint[], ?::bigint[]) AS v(id, owner) USING (id)")
                .with(table.table().name())
                .longs(rows.stream().map(LedgerRow::v2Id).toList())
                .longs(rows.stream().map(LedgerRow::owner).toList())
                .update();
    }
}
