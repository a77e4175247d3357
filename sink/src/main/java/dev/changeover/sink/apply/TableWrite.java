package dev.changeover.sink.apply;

import dev.changeover.contract.plan.MigrationPlan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Inserts and updates the rows of a batch, one table after the other, parents first. Confined to its transaction. */
final class TableWrite {
    private final Map<Long, UserWrite> writes;
    private final RowWriter writer;
    private final V2Ids v2Ids;
    private final HeldBackRows heldBack;
    private final List<Difference.Known> moved = new ArrayList<>();
    private final List<LedgerRow> lost = new ArrayList<>();

    TableWrite(Map<Long, UserWrite> writes, RowWriter writer, V2Ids v2Ids, HeldBackRows heldBack) {
        this.writes = writes;
        this.writer = writer;
        this.v2Ids = v2Ids;
        this.heldBack = heldBack;
    }

    void write(TableSql table, Difference difference) throws SQLException {
        List<WantedRow> fresh = difference.fresh().stream()
                .filter(row -> row.table().equals(table.table()))
                .sorted(Comparator.comparingLong(row -> row.row().id()))
                .toList();
        List<Difference.Known> returning = ofTable(table, difference.returning());
        List<Difference.Known> changed = ofTable(table, difference.changed());
        Set<WantedRow> homeless = homeless(table, fresh, returning, changed);

        List<RowWriter.Placed> inserts = new ArrayList<>();
        for (Difference.Known row : returning) {
            if (!homeless.contains(row.wanted())) {
                inserts.add(v2Ids.place(row.wanted(), row.entry().v2Id()));
            }
        }
        inserts.addAll(withNewIds(
                table, fresh.stream().filter(row -> !homeless.contains(row)).toList()));
        insert(table, inserts);

        List<Difference.Known> updates = new ArrayList<>();
        for (Difference.Known row : changed) {
            if (homeless.contains(row.wanted())) {
                stays(row);
            } else {
                updates.add(row);
            }
        }
        update(table, updates);

        for (Difference.Known row : ofTable(table, difference.moved())) {
            if (isAstray(row.wanted())) {
                stays(row);
            } else {
                moved.add(row);
            }
        }
    }

    /** Rows of which the ledger alone is to change. */
    List<Difference.Known> moved() {
        return moved;
    }

    /** Rows that users of this batch have lost to others, who do not get them: gone for the former owners, as in a batch of their own. */
    List<LedgerRow> lost() {
        return lost;
    }

    /** Users have their ids since before their rows were compared; other rows take the next ones, in V1's order. */
    private List<RowWriter.Placed> withNewIds(TableSql table, List<WantedRow> rows) throws SQLException {
        List<Long> ids = table.table().isRoot()
                ? rows.stream().map(row -> v2Ids.ofUser(row.owner())).toList()
                : writer.nextIds(table, rows.size());
        List<RowWriter.Placed> placed = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            placed.add(v2Ids.place(rows.get(i), ids.get(i)));
        }
        return placed;
    }

    /** Replaced users are in the target by now, as copies of the old ones. */
    private void insert(TableSql table, List<RowWriter.Placed> rows) throws SQLException {
        List<RowWriter.Placed> absent = new ArrayList<>();
        List<RowWriter.Placed> there = new ArrayList<>();
        for (RowWriter.Placed row : rows) {
            arrived(row.wanted(), row.v2Id());
            UserWrite write = Objects.requireNonNull(writes.get(row.wanted().owner()));
            boolean isReplaced = table.table().isRoot() && write.decision() instanceof Admission.Decision.Replace;
            (isReplaced ? there : absent).add(row);
        }
        writer.insert(table, absent);
        writer.enter(table, there);
    }

    private void update(TableSql table, List<Difference.Known> rows) throws SQLException {
        Map<RowWriter.Placed, Long> placed = new LinkedHashMap<>();
        for (Difference.Known row : rows) {
            placed.put(
                    v2Ids.place(row.wanted(), row.entry().v2Id()), row.entry().targetHash());
        }
        Set<Long> refused = writer.update(table, placed);
        List<Difference.Known> ofOthers = new ArrayList<>();
        for (Difference.Known row : rows) {
            if (!refused.contains(row.entry().v2Id())) {
                arrived(row.wanted(), row.entry().v2Id());
                continue;
            }
            heldBack.changedInV2(row.wanted());
            if (row.entry().owner() != row.wanted().owner()) {
                ofOthers.add(row);
            }
        }
        settle(table, ofOthers);
    }

    /** Rows that stay as V2 has them, and were another user's. Those whose parents have come to the new owner came along with them. */
    private void settle(TableSql table, List<Difference.Known> rows) throws SQLException {
        Set<Long> came = writer.hangingOnTheirOwners(table, rows);
        for (Difference.Known row : rows) {
            if (came.contains(row.entry().v2Id())) {
                arrived(row.wanted(), row.entry().v2Id());
                moved.add(row);
            } else {
                stays(row);
            }
        }
    }

    private void arrived(WantedRow row, long v2Id) {
        v2Ids.put(row.key(), v2Id, row.owner());
    }

    private void stays(Difference.Known row) {
        long owner = row.entry().owner();
        if (owner != row.wanted().owner() && writes.containsKey(owner)) {
            lost.add(row.entry());
        }
    }

    /** Rows that have no place under their parent: {@link #isAstray}, or somebody deleted it in V2, and they are held back with it. */
    private Set<WantedRow> homeless(
            TableSql table, List<WantedRow> fresh, List<Difference.Known> returning, List<Difference.Known> changed)
            throws SQLException {
        if (!MigrationPlan.isGrandchild(table.table())) {
            return Set.of();
        }
        List<WantedRow> rows = new ArrayList<>(fresh);
        returning.forEach(row -> rows.add(row.wanted()));
        changed.forEach(row -> rows.add(row.wanted()));
        Set<Long> parents = new HashSet<>();
        for (WantedRow row : rows) {
            v2Ids.ofParent(row).ifPresent(parents::add);
        }
        TableSql parentTable = PlanSql.of(
                MigrationPlan.table(table.table().parent().orElseThrow().table()));
        Set<Long> present = writer.presentOf(parentTable, parents);
        Set<WantedRow> homeless = new HashSet<>();
        for (WantedRow row : rows) {
            if (isAstray(row)) {
                homeless.add(row);
            } else if (!present.contains(v2Ids.ofParent(row).orElseThrow())) {
                homeless.add(row);
                heldBack.changedInV2(row);
            }
        }
        return homeless;
    }

    /**
     * Whether the row's parent is not its owner's in V2. The parent is held back, and the row with it; or it has moved on to another
     * user, and so has the row: left alone.
     */
    private boolean isAstray(WantedRow row) {
        boolean astray =
                MigrationPlan.isGrandchild(row.table()) && v2Ids.ofParent(row).isEmpty();
        if (astray && heldBack.holds(row.owner(), row.parentKey())) {
            heldBack.changedInV2(row);
        }
        return astray;
    }

    private static List<Difference.Known> ofTable(TableSql table, List<Difference.Known> rows) {
        return rows.stream()
                .filter(row -> row.wanted().table().equals(table.table()))
                .toList();
    }
}
