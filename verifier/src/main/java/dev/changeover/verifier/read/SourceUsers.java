package dev.changeover.verifier.read;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.change.SourceRow;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.SourceColumn;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.rules.SourceUser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * V1's users in id order, each with all its rows. Rows that belong to nobody are passed over. Holds one user at a time.
 * Confined to the snapshot's thread.
 */
public final class SourceUsers implements AutoCloseable {
    /** One moment is read, so that no row is newer than another. */
    private static final RowVersion SNAPSHOT = new RowVersion(0, false, 0);

    /** A row and the transaction that wrote it. */
    private record StampedRow(SourceRow row, long writer) {}

    private final Map<String, OwnedRows<StampedRow>> tables = new LinkedHashMap<>();

    public SourceUsers(Snapshot v1, UserSelection selection, Depth depth) {
        try {
            for (TablePlan plan : MigrationPlan.tables()) {
                tables.put(plan.name(), open(v1, plan, selection, depth));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static OwnedRows<StampedRow> open(Snapshot v1, TablePlan plan, UserSelection selection, Depth depth) {
        // The user's own row is always read whole: its email decides whether it is migrated at all.
        List<String> columns = depth == Depth.VALUES || plan.isRoot()
                ? plan.sourceColumns().stream().map(SourceColumn::name).toList()
                : List.of();
        String owner = PlanSql.owner(plan);
        String sql = "SELECT " + owner + ", c.id, " + PlanSql.parent(plan) + ", c.xmin::text::bigint"
                + PlanSql.texts(columns) + " " + PlanSql.from(plan) + " WHERE " + selection.condition(owner)
                + " ORDER BY 1, 2";
        return new OwnedRows<>(v1.rows(sql, selection.parameters()), SourceUsers::read);
    }

    private static StampedRow read(RowCursor row) {
        List<@Nullable String> values = new ArrayList<>(row.columns() - 4);
        for (int column = 5; column <= row.columns(); column++) {
            values.add(row.text(column));
        }
        return new StampedRow(new SourceRow(row.number(2), row.numberOrNull(3), values), row.number(4));
    }

    /** The next user; empty after the last. */
    public Optional<ReadUser> next() {
        long id = users().nextOwner();
        if (id == OwnedRows.END) {
            return Optional.empty();
        }
        Map<String, List<SourceUser.Versioned>> rows = new LinkedHashMap<>();
        long stamp = 1;
        for (Map.Entry<String, OwnedRows<StampedRow>> table : tables.entrySet()) {
            List<SourceUser.Versioned> ofTable = new ArrayList<>();
            for (StampedRow stamped : table.getValue().takeFor(id)) {
                ofTable.add(new SourceUser.Versioned(stamped.row(), SNAPSHOT));
                stamp = mixed(mixed(stamp, stamped.row().id()), stamped.writer());
            }
            stamp = mixed(stamp, ofTable.size());
            rows.put(table.getKey(), ofTable);
        }
        return Optional.of(new ReadUser(new SourceUser(id, rows), stamp));
    }

    private OwnedRows<StampedRow> users() {
        return java.util.Objects.requireNonNull(tables.get(MigrationPlan.USERS), "users");
    }

    private static long mixed(long stamp, long value) {
        long mixed = (stamp ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }

    @Override
    public void close() {
        tables.values().forEach(OwnedRows::close);
    }
}
