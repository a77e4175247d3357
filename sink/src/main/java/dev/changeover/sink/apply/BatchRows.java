package dev.changeover.sink.apply;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a batch's documents want, and what the ledger says of it.
 *
 * @param entries of all rows of the batch's users, and of all wanted rows; {@link Takes} and {@link UniqueValues} change some to gone
 */
record BatchRows(List<WantedRow> wanted, Map<RowKey, LedgerRow> entries) {

    static BatchRows read(Ledger ledger, Map<Long, UserWrite> writes) throws SQLException {
        List<WantedRow> wanted = wanted(writes.values());
        return new BatchRows(wanted, entries(ledger, writes.keySet(), wanted));
    }

    /** Rows that V2 deleted and V1 gave to another user: nobody has decided yet whether they come back. */
    List<WantedRow> undecided() {
        return wanted.stream()
                .filter(row -> isUndecided(row, entries.get(row.key())))
                .toList();
    }

    private static boolean isUndecided(WantedRow row, @Nullable LedgerRow entry) {
        return entry != null && entry.isDeletedInV2() && entry.owner() != row.owner() && !entry.hasMovedOnFrom(row);
    }

    private static List<WantedRow> wanted(Collection<UserWrite> writes) {
        DocumentHash hash = new DocumentHash();
        Map<RowKey, WantedRow> wanted = new LinkedHashMap<>();
        for (UserWrite write : writes) {
            write.document().rows().forEach((name, rows) -> {
                TablePlan table = MigrationPlan.table(name);
                rows.forEach(row ->
                        add(wanted, new WantedRow(table, row, write.user().id(), hash.of(row))));
            });
        }
        return List.copyOf(wanted.values());
    }

    /** The document of a row's former owner may be older than the move: the row is the newer one's. */
    private static void add(Map<RowKey, WantedRow> wanted, WantedRow row) {
        wanted.merge(
                row.key(),
                row,
                (one, other) -> other.row().version().isOlderThan(one.row().version()) ? one : other);
    }

    /** Owners outside the batch are locked before their entries count, so that none is moving. */
    private static Map<RowKey, LedgerRow> entries(Ledger ledger, Set<Long> users, List<WantedRow> wanted)
            throws SQLException {
        Map<RowKey, LedgerRow> entries = ledger.rowsOf(users);
        List<RowKey> unknown = wanted.stream()
                .map(WantedRow::key)
                .filter(key -> !entries.containsKey(key))
                .toList();
        if (unknown.isEmpty()) {
            return entries;
        }
        Map<RowKey, LedgerRow> elsewhere = ledger.rows(unknown);
        if (!elsewhere.isEmpty()) {
            ledger.lock(elsewhere.values().stream().map(LedgerRow::owner).toList(), List.of());
            entries.putAll(ledger.rows(elsewhere.keySet()));
        }
        return entries;
    }
}
