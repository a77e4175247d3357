package dev.changeover.sink.apply;

import dev.changeover.contract.plan.MigrationPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

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
    private final HeldBackRows heldBack;
    private Set<Long> touched = Set.of();
    private V2Ids v2Ids = new V2Ids();
    private long rowsReplaced;

    BatchWrite(Connection connection, Map<Long, UserWrite> writes, RowWriter writer) {
        this.connection = connection;
        this.ledger = new Ledger(connection);
        this.writes = writes;
        this.writer = writer;
        this.heldBack = HeldBackRows.documented(writes.values());
    }

    void write() throws SQLException {
        BatchRows rows = BatchRows.read(ledger, writes);
        heldBack.add(new Takes(connection, rows.wanted(), rows.entries()).obey(writes.keySet(), heldBack.keys()));
        claiming(rows.undecided()).forEach(heldBack::changedInV2);
        v2Ids = V2Ids.ofUsers(writes.values(), rows.entries(), writer);
        Replacement replacement = new Replacement(connection, pairs(rows.wanted()));
        replacement.clear();
        heldBack.add(
                new UniqueValues(connection, writes.keySet(), writer).settle(claiming(rows.wanted()), rows.entries()));
        Difference difference = Difference.between(writes.keySet(), rows.wanted(), rows.entries(), heldBack);
        v2Ids.addLive(rows.entries().values());
        touched = difference.users();
        heldBack.changedInV2(writer.delete(gone(difference, false)));
        replacement.insertUsers();
        TableWrite tables = new TableWrite(writes, writer, v2Ids, heldBack);
        for (TableSql table : PlanSql.parentsFirst()) {
            tables.write(table, difference);
        }
        if (!tables.moved().isEmpty()) {
            ledger.move(tables.moved());
        }
        tables.lost().forEach(row -> touched.add(row.owner()));
        heldBack.changedInV2(writer.delete(Stream.concat(gone(difference, true).stream(), tables.lost().stream())
                .toList()));
        replacement.finish();
        rowsReplaced = replacement.rowsWritten();
    }

    /** Rows that are held back, known when everything is written. */
    List<HeldBack> heldBack() {
        return heldBack.all();
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

    /** A row that stays as V2 has it, or out of it, takes no value from others. */
    private List<WantedRow> claiming(List<WantedRow> wanted) {
        return wanted.stream().filter(row -> !heldBack.holds(row)).toList();
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

    private static List<LedgerRow> gone(Difference difference, boolean parents) {
        return difference.gone().stream()
                .filter(row ->
                        MigrationPlan.isMiddle(PlanSql.of(row.key().table()).table()) == parents)
                .toList();
    }
}
