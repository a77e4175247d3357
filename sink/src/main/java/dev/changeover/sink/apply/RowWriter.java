package dev.changeover.sink.apply;

import static java.util.stream.Collectors.groupingBy;

import dev.changeover.contract.plan.TargetColumn;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Writes rows of the plan's tables and their entries in the ledger, one statement a table. Confined to its transaction. */
final class RowWriter {
    private final Connection connection;
    private final ForeignRows foreignRows;
    private long rowsWritten;

    RowWriter(Connection connection, ForeignRows foreignRows) {
        this.connection = connection;
        this.foreignRows = foreignRows;
    }

    /** A wanted row with its ids in V2; for {@code users} the parent means nothing. */
    record Placed(WantedRow wanted, long v2Id, long parentV2Id) {}

    long rowsWritten() {
        return rowsWritten;
    }

    /** Ids of the table's sequence, ascending. */
    List<Long> nextIds(TableSql table, int number) throws SQLException {
        return number == 0
                ? List.of()
                : Sql.of(connection, table.nextIds()).with(number).ids();
    }

    /** Inserts rows of one table under their ids, and enters them. */
    void insert(TableSql table, List<Placed> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        CopyText text = new CopyText();
        for (Placed row : rows) {
            text.id(row.v2Id());
            if (!table.table().isRoot()) {
                text.id(row.parentV2Id());
            }
            row.wanted().row().values().forEach(text::value);
            text.endRow();
        }
        try {
            long taken = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copyIn(), text.stream());
            Shortfall.refuse(table.table(), rows.size(), taken);
            rowsWritten += taken;
        } catch (IOException e) {
            throw new SQLException("The rows could not be sent to the target", "08006", e);
        }
        enter(table, rows);
    }

    /**
     * Enters rows into the ledger that are in the target.
     *
     * @throws SQLException a collision, when another transaction has entered one of them as another row of the target
     */
    void enter(TableSql table, List<Placed> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Sql enter = Sql.of(connection, table.enter())
                .longs(rows.stream().map(row -> row.wanted().row().id()).toList())
                .longs(rows.stream().map(Placed::v2Id).toList())
                .longs(rows.stream().map(row -> row.wanted().owner()).toList());
        VersionColumns.add(
                enter, rows.stream().map(row -> row.wanted().row().version()).toList());
        int entered = enter.longs(
                        rows.stream().map(row -> row.wanted().documentHash()).toList())
                .update();
        Shortfall.collision(table.table(), rows.size(), entered);
    }

    /**
     * Updates rows of one table that are as the sink left them, and enters what they are now.
     *
     * @param rows each with its entry's target hash
     * @return the V2 ids of those that are not as the sink left them, and stay
     */
    Set<Long> update(TableSql table, Map<Placed, Long> rows) throws SQLException {
        if (rows.isEmpty()) {
            return Set.of();
        }
        List<Placed> placed = new ArrayList<>(rows.keySet());
        Sql update = Sql.of(connection, table.update())
                .longs(placed.stream().map(Placed::v2Id).toList())
                .longs(placed.stream().map(rows::get).toList());
        if (!table.table().isRoot()) {
            update.longs(placed.stream().map(Placed::parentV2Id).toList());
        }
        List<TargetColumn> columns = table.table().targetColumns();
        for (int i = 0; i < columns.size(); i++) {
            List<@Nullable String> values = new ArrayList<>();
            for (Placed row : placed) {
                values.add(row.wanted().row().values().get(i));
            }
            update.texts(values);
        }
        Set<Long> updated = new HashSet<>(update.ids());
        rowsWritten += updated.size();
        enter(table, placed.stream().filter(row -> updated.contains(row.v2Id())).toList());
        Set<Long> refused = new HashSet<>();
        placed.forEach(row -> refused.add(row.v2Id()));
        refused.removeAll(updated);
        return refused;
    }

    /**
     * Deletes rows that are as the sink left them and on which nothing hangs, with images and evidence; the ledger keeps their
     * entries. A row that is gone already counts as deleted, by V2.
     *
     * @return the rows that stay, because somebody changed them in V2 or hung own rows on them
     */
    List<LedgerRow> delete(Collection<LedgerRow> rows) throws SQLException {
        Map<Integer, List<LedgerRow>> byTable =
                rows.stream().collect(groupingBy(row -> row.key().table()));
        List<LedgerRow> stay = new ArrayList<>();
        for (TableSql table : PlanSql.childrenFirst()) {
            List<LedgerRow> ofTable = byTable.getOrDefault(table.table().number(), List.of());
            if (!ofTable.isEmpty()) {
                stay.addAll(delete(table, ofTable));
            }
        }
        return stay;
    }

    private List<LedgerRow> delete(TableSql table, List<LedgerRow> rows) throws SQLException {
        if (!foreignRows.keysTo(table.table()).isEmpty()) {
            RowsThatGo.lock(
                    connection, table, rows.stream().map(LedgerRow::v2Id).toList());
        }
        Set<Long> deleted = new HashSet<>(Sql.of(connection, table.delete(foreignRows.nothingReferences(table.table())))
                .longs(rows.stream().map(LedgerRow::v2Id).toList())
                .longs(rows.stream().map(LedgerRow::targetHash).toList())
                .longs(rows.stream().map(LedgerRow::owner).toList())
                .ids());
        rowsWritten += deleted.size();
        Map<Long, LedgerRow> rest = new HashMap<>();
        rows.forEach(row -> rest.put(row.v2Id(), row));
        rest.keySet().removeAll(deleted);
        Set<Long> present = presentOf(table, rest.keySet());
        new Ledger(connection)
                .leave(
                        rows.stream()
                                .filter(row -> !present.contains(row.v2Id()))
                                .toList(),
                        deleted);
        return rows.stream().filter(row -> present.contains(row.v2Id())).toList();
    }

    /** Which of these rows hang in the target on a row of the user who wants them. */
    Set<Long> hangingOnTheirOwners(TableSql table, List<Difference.Known> rows) throws SQLException {
        if (rows.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(Sql.of(connection, table.hangingOn())
                .longs(rows.stream().map(row -> row.entry().v2Id()).toList())
                .longs(rows.stream().map(row -> row.wanted().owner()).toList())
                .ids());
    }

    /** Which of these rows exist in the target. */
    Set<Long> presentOf(TableSql table, Collection<Long> v2Ids) throws SQLException {
        if (v2Ids.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(Sql.of(connection, "SELECT id FROM " + table.name() + " WHERE id = ANY (?) FOR KEY SHARE")
                .longs(v2Ids)
                .ids());
    }
}
