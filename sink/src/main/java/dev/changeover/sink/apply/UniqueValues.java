package dev.changeover.sink.apply;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.sink.target.SqlNames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settles who gets a value that the target wants to be unique, before the batch is compared with the ledger. V1 keeps the same
 * values unique, so of two rows of V1 with one value the newer version has it now. A row of the sink's that had it before is
 * removed, and its user is due for another attempt; a row that is not the sink's keeps it, and the wanted row is held back.
 */
final class UniqueValues {
    /** Table and column; the third one, the email, belongs to {@link Admission}. */
    private static final Map<String, String> COLUMNS = Map.of("refresh_tokens", "token", "saved_filters", "client_id");

    private final Connection connection;
    private final Set<Long> batch;
    private final RowWriter writer;

    UniqueValues(Connection connection, Set<Long> batch, RowWriter writer) {
        this.connection = connection;
        this.batch = batch;
        this.writer = writer;
    }

    /** A row of the target that has a value; its entry is null if it is not the sink's. */
    private record Holder(String value, long v2Id, @Nullable LedgerRow entry) {}

    /**
     * Takes values over where that is right.
     *
     * @param entries of all wanted rows; those of rows that lose their value are changed to gone
     * @return the wanted rows that go without, and so stay out
     */
    List<HeldBack> settle(Collection<WantedRow> wanted, Map<RowKey, LedgerRow> entries) throws SQLException {
        List<HeldBack> without = new ArrayList<>();
        for (Map.Entry<String, String> unique : COLUMNS.entrySet()) {
            TableSql table = PlanSql.of(MigrationPlan.table(unique.getKey()));
            settle(table, unique.getValue(), wanted, entries, without);
        }
        return without;
    }

    private void settle(
            TableSql table,
            String column,
            Collection<WantedRow> wanted,
            Map<RowKey, LedgerRow> entries,
            List<HeldBack> without)
            throws SQLException {
        Map<String, WantedRow> takers = newest(table, column, wanted, without);
        takers.values().removeIf(row -> isUnchanged(row, entries.get(row.key())));
        Map<LedgerRow, WantedRow> losers = new HashMap<>();
        for (Holder holder : lockedHolders(table, column, takers.keySet())) {
            WantedRow taker = takers.get(holder.value());
            LedgerRow entry = holder.entry();
            if (taker == null || (entry != null && entry.key().equals(taker.key()))) {
                continue;
            }
            if (entry == null || taker.row().version().isOlderThan(entry.version())) {
                without.add(heldBack(taker));
            } else {
                losers.put(entry, taker);
            }
        }
        List<LedgerRow> stay = writer.delete(losers.keySet());
        List<HeldBack> disturbed = new ArrayList<>();
        losers.forEach((loser, taker) -> {
            if (stay.contains(loser)) {
                without.add(heldBack(taker));
                return;
            }
            entries.computeIfPresent(loser.key(), (key, entry) -> entry.gone());
            if (!batch.contains(loser.owner())) {
                disturbed.add(new HeldBack(
                        loser.owner(), table.table().name(), loser.key().v1Id(), QuarantineReason.UNIQUE_VALUE_TAKEN));
            }
        });
        new Quarantine(connection).disturbed(disturbed);
    }

    private static Map<String, WantedRow> newest(
            TableSql table, String column, Collection<WantedRow> wanted, List<HeldBack> without) {
        int place = table.table().targetIndex(column);
        Map<String, WantedRow> newest = new HashMap<>();
        for (WantedRow row : wanted) {
            String value =
                    row.table().equals(table.table()) ? row.row().values().get(place) : null;
            if (value != null) {
                WantedRow other = newest.get(value);
                boolean wins = other == null
                        || other.row().version().isOlderThan(row.row().version());
                if (wins) {
                    newest.put(value, row);
                }
                if (other != null) {
                    without.add(heldBack(wins ? other : row));
                }
            }
        }
        return newest;
    }

    private static boolean isUnchanged(WantedRow row, @Nullable LedgerRow entry) {
        return entry != null
                && (entry.hasMovedOnFrom(row) || (entry.live() && entry.documentHash() == row.documentHash()));
    }

    /** Looks, locks the owners outside the batch in id order, and looks again: they may have changed before the lock. */
    private List<Holder> lockedHolders(TableSql table, String column, Set<String> values) throws SQLException {
        if (values.isEmpty()) {
            return List.of();
        }
        List<Holder> holders = holders(table, column, values);
        List<Long> outside = new ArrayList<>();
        for (Holder holder : holders) {
            if (holder.entry() != null && !batch.contains(holder.entry().owner())) {
                outside.add(holder.entry().owner());
            }
        }
        if (outside.isEmpty()) {
            return holders;
        }
        new Ledger(connection).lock(outside, List.of());
        return holders(table, column, values);
    }

    private List<Holder> holders(TableSql table, String column, Set<String> values) throws SQLException {
        String parent = SqlNames.quoted(table.table().parent().orElseThrow().column());
        return Sql.of(
                        connection,
                        "SELECT " + Ledger.ROW + ", t.id, t." + SqlNames.quoted(column) + " FROM "
                                + table.name() + " AS t LEFT JOIN changeover.v1_user AS u ON u.target_user_id = t."
                                + parent + " LEFT JOIN changeover.migrated_row AS r ON r.v1_user_id = u.v1_user_id"
                                + " AND r.table_number = " + table.table().number()
                                + " AND r.v2_id = t.id AND r.live WHERE t." + SqlNames.quoted(column) + " = ANY (?)")
                .texts(values)
                .list(UniqueValues::holder);
    }

    private static Holder holder(ResultSet row) throws SQLException {
        row.getLong(1);
        LedgerRow entry = row.wasNull() ? null : Ledger.row(row);
        return new Holder(row.getString(Ledger.ROW_COLUMNS + 2), row.getLong(Ledger.ROW_COLUMNS + 1), entry);
    }

    private static HeldBack heldBack(WantedRow row) {
        return new HeldBack(row.owner(), row.table().name(), row.row().id(), QuarantineReason.UNIQUE_VALUE_TAKEN);
    }
}
