package dev.changeover.sink.apply;

import dev.changeover.contract.document.HeldBackRow;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the users of a batch that may be written: the difference between their documents and the ledger, table by table for all
 * users at once. Confined to its transaction.
 *
 * <p>The order matters. Copies of stale users go first, since they hold unique values. Rows on which nothing hangs are deleted
 * before rows are inserted (a user has one row of progress), the others after it (their children may have moved away).
 */
final class BatchWrite {
    private final Ledger ledger;
    private final Connection connection;
    private final Map<Long, UserWrite> writes;
    private final RowWriter writer;
    private final List<HeldBack> heldBack = new ArrayList<>();
    private final Set<Long> touched = new HashSet<>();
    private V2Ids v2Ids = new V2Ids();
    private long rowsReplaced;

    BatchWrite(Connection connection, Map<Long, UserWrite> writes, RowWriter writer) {
        this.connection = connection;
        this.ledger = new Ledger(connection);
        this.writes = writes;
        this.writer = writer;
    }

    /** Rows that are held back, known when everything is written. */
    List<HeldBack> heldBack() {
        return heldBack;
    }

    long rowsWritten() {
        return writer.rowsWritten() + rowsReplaced;
    }

    /** The user with the target user that it has now. */
    LedgerUser written(UserWrite write) {
        LedgerUser user = write.user();
        if (write.decision() instanceof Admission.Decision.Update) {
            return user;
        }
        Long replaced = write.decision() instanceof Admission.Decision.Replace replace ? replace.staleUserId() : null;
        return user.withTarget(v2Ids.ofUser(user.id()), replaced);
    }

    UserOutcome outcome(UserWrite write) {
        long id = write.user().id();
        if (write.decision() instanceof Admission.Decision.Replace) {
            return new UserOutcome.Applied(id, UserOutcome.Arrival.REPLACED);
        }
        if (write.decision() instanceof Admission.Decision.Create) {
            return new UserOutcome.Applied(id, UserOutcome.Arrival.CREATED);
        }
        return touched.contains(id)
                ? new UserOutcome.Applied(id, UserOutcome.Arrival.CHANGED)
                : new UserOutcome.Unchanged(id);
    }

    void write() throws SQLException {
        List<WantedRow> wanted = wanted();
        Map<RowKey, LedgerRow> entries = entries(wanted);
        v2Ids = V2Ids.ofUsers(writes.values(), entries, writer);
        Replacement replacement = new Replacement(connection, pairs(wanted));
        replacement.clear();
        holdBackAsDocumented();
        heldBack.addAll(new UniqueValues(connection, writes.keySet(), writer).settle(wanted, entries));
        Difference difference = Difference.between(writes.keySet(), wanted, entries, heldBackKeys());
        v2Ids.addLive(entries.values());
        touch(difference);
        holdBack(writer.delete(gone(difference, false)));
        replacement.insertUsers();
        for (TableSql table : PlanSql.parentsFirst()) {
            writeTable(table, difference);
        }
        if (!difference.moved().isEmpty()) {
            ledger.move(difference.moved());
        }
        holdBack(writer.delete(gone(difference, true)));
        replacement.finish();
        rowsReplaced = replacement.rowsWritten();
    }

    private List<WantedRow> wanted() {
        DocumentHash hash = new DocumentHash();
        List<WantedRow> wanted = new ArrayList<>();
        for (UserWrite write : writes.values()) {
            write.document().rows().forEach((name, rows) -> {
                TablePlan table = MigrationPlan.table(name);
                rows.forEach(
                        row -> wanted.add(new WantedRow(table, row, write.user().id(), hash.of(row))));
            });
        }
        return wanted;
    }

    /** The entries of the users and of all wanted rows; owners outside the batch are locked first, so that none is moving. */
    private Map<RowKey, LedgerRow> entries(List<WantedRow> wanted) throws SQLException {
        Map<RowKey, LedgerRow> entries = ledger.rowsOf(writes.keySet());
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

    private List<Replacement.Pair> pairs(List<WantedRow> wanted) {
        List<Replacement.Pair> pairs = new ArrayList<>();
        for (WantedRow row : wanted) {
            UserWrite write = Objects.requireNonNull(writes.get(row.owner()));
            if (row.table().isRoot() && write.decision() instanceof Admission.Decision.Replace replace) {
                pairs.add(new Replacement.Pair(replace.staleUserId(), v2Ids.ofUser(row.owner()), row));
            }
        }
        return pairs;
    }

    private void holdBackAsDocumented() {
        for (UserWrite write : writes.values()) {
            for (HeldBackRow row : write.document().heldBack()) {
                heldBack.add(new HeldBack(write.user().id(), row.table(), row.id(), row.reason()));
            }
        }
    }

    private Set<RowKey> heldBackKeys() {
        Set<RowKey> keys = new HashSet<>();
        heldBack.forEach(row -> keys.add(RowKey.of(MigrationPlan.table(row.table()), row.v1Id())));
        return keys;
    }

    private void touch(Difference difference) {
        difference.fresh().forEach(row -> touched.add(row.owner()));
        difference.returning().forEach(row -> touched.add(row.wanted().owner()));
        difference.changed().forEach(row -> touched.add(row.wanted().owner()));
        difference.gone().forEach(row -> touched.add(row.owner()));
    }

    private static List<LedgerRow> gone(Difference difference, boolean parents) {
        return difference.gone().stream()
                .filter(row ->
                        MigrationPlan.isMiddle(PlanSql.of(row.key().table()).table()) == parents)
                .toList();
    }

    private void writeTable(TableSql table, Difference difference) throws SQLException {
        List<WantedRow> fresh = difference.fresh().stream()
                .filter(row -> row.table().equals(table.table()))
                .sorted(Comparator.comparingLong(row -> row.row().id()))
                .toList();
        List<Difference.Known> returning = ofTable(table, difference.returning());
        List<Difference.Known> changed = ofTable(table, difference.changed());
        Set<WantedRow> homeless = homeless(table, fresh, returning, changed);

        List<WantedRow> placeable = new ArrayList<>(fresh);
        placeable.removeAll(homeless);
        List<RowWriter.Placed> inserts = new ArrayList<>();
        for (Difference.Known row : returning) {
            if (!homeless.contains(row.wanted())) {
                inserts.add(v2Ids.place(row.wanted(), row.entry().v2Id()));
            }
        }
        List<Long> ids = table.table().isRoot() ? List.of() : writer.nextIds(table, placeable.size());
        for (int i = 0; i < placeable.size(); i++) {
            WantedRow row = placeable.get(i);
            long id = table.table().isRoot() ? v2Ids.ofUser(row.owner()) : ids.get(i);
            inserts.add(v2Ids.place(row, id));
        }
        insert(table, inserts);

        Map<RowWriter.Placed, Long> updates = new LinkedHashMap<>();
        for (Difference.Known row : changed) {
            if (!homeless.contains(row.wanted())) {
                updates.put(
                        v2Ids.place(row.wanted(), row.entry().v2Id()),
                        row.entry().targetHash());
            }
        }
        Set<Long> refused = writer.update(table, updates);
        for (RowWriter.Placed row : updates.keySet()) {
            if (refused.contains(row.v2Id())) {
                holdBack(row.wanted());
            }
        }
    }

    /** Replaced users are in the target by now, as copies of the old ones. */
    private void insert(TableSql table, List<RowWriter.Placed> rows) throws SQLException {
        List<RowWriter.Placed> copied = new ArrayList<>();
        List<RowWriter.Placed> there = new ArrayList<>();
        for (RowWriter.Placed row : rows) {
            v2Ids.put(row.wanted().key(), row.v2Id());
            UserWrite write = Objects.requireNonNull(writes.get(row.wanted().owner()));
            boolean isReplaced = table.table().isRoot() && write.decision() instanceof Admission.Decision.Replace;
            (isReplaced ? there : copied).add(row);
        }
        writer.insert(table, copied);
        writer.enter(table, there);
    }

    /**
     * Rows whose parent is not in the target. Somebody deleted the parent in V2: they are held back with it. Or the parent has
     * moved on to another user, and so have they: left alone.
     */
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
            Optional<Long> parent = v2Ids.ofParent(row);
            if (parent.isEmpty()) {
                homeless.add(row);
            } else if (!present.contains(parent.get())) {
                homeless.add(row);
                holdBack(row);
            }
        }
        return homeless;
    }

    private static List<Difference.Known> ofTable(TableSql table, List<Difference.Known> rows) {
        return rows.stream()
                .filter(row -> row.wanted().table().equals(table.table()))
                .toList();
    }

    private void holdBack(WantedRow row) {
        heldBack.add(new HeldBack(row.owner(), row.table().name(), row.row().id(), QuarantineReason.CHANGED_IN_V2));
    }

    private void holdBack(List<LedgerRow> rows) {
        for (LedgerRow row : rows) {
            heldBack.add(new HeldBack(
                    row.owner(),
                    PlanSql.of(row.key().table()).table().name(),
                    row.key().v1Id(),
                    QuarantineReason.CHANGED_IN_V2));
        }
    }
}
