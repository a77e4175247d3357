package dev.changeover.sink.apply;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.sink.target.ReferencingKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Removes a migrated user that V1 has deleted: all of it or nothing. Nothing, when V2's own rows hang on it or somebody changed
 * a row of it in V2.
 */
final class DeletedUser {
    private final Connection connection;
    private final ForeignRows foreignRows;
    private final RowWriter writer;

    DeletedUser(Connection connection, ForeignRows foreignRows, RowWriter writer) {
        this.connection = connection;
        this.foreignRows = foreignRows;
        this.writer = writer;
    }

    /** Empty if the user is gone now; else what hinders that, and nothing was written. */
    Optional<String> remove(long v1UserId) throws SQLException {
        List<LedgerRow> rows = new Ledger(connection)
                .rowsOf(List.of(v1UserId)).values().stream()
                        .filter(LedgerRow::live)
                        .toList();
        Map<Integer, List<LedgerRow>> byTable =
                rows.stream().collect(Collectors.groupingBy(row -> row.key().table()));
        for (Map.Entry<Integer, List<LedgerRow>> entry : byTable.entrySet()) {
            TableSql table = PlanSql.of(entry.getKey());
            if (isChanged(table, entry.getValue())) {
                return Optional.of("a migrated row of " + table.table().name() + " was changed in V2");
            }
            Optional<String> own = ownRows(table, entry.getValue(), byTable);
            if (own.isPresent()) {
                return own;
            }
        }
        if (!writer.delete(rows).isEmpty()) {
            throw new SQLTransactionRollbackException("Somebody changed the user while it was being deleted", "40001");
        }
        return Optional.empty();
    }

    private boolean isChanged(TableSql table, List<LedgerRow> rows) throws SQLException {
        return !Sql.of(
                        connection,
                        "SELECT t.id FROM " + table.name()
                                + " AS t JOIN unnest(?::bigint[], ?::bigint[]) AS v(id, hash)"
                                + " ON t.id = v.id WHERE " + table.hash() + " <> v.hash LIMIT 1")
                .longs(ids(rows))
                .longs(rows.stream().map(LedgerRow::targetHash).toList())
                .ids()
                .isEmpty();
    }

    private Optional<String> ownRows(TableSql table, List<LedgerRow> rows, Map<Integer, List<LedgerRow>> byTable)
            throws SQLException {
        for (ReferencingKey key : foreignRows.keysTo(table.table())) {
            String sql = "SELECT 1 FROM " + key.sqlTable() + " AS c JOIN " + table.name() + " AS t ON "
                    + key.references("c", "t") + " WHERE t.id = ANY (?)";
            boolean ofPlan = key.schema().equals("public")
                    && MigrationPlan.tables().stream()
                            .anyMatch(each -> each.name().equals(key.table()));
            Sql found = Sql.of(connection, ofPlan ? sql + " AND NOT c.id = ANY (?) LIMIT 1" : sql + " LIMIT 1")
                    .longs(ids(rows));
            if (ofPlan) {
                int number = MigrationPlan.table(key.table()).number();
                found.longs(ids(byTable.getOrDefault(number, List.of())));
            }
            if (!found.ids().isEmpty()) {
                return Optional.of("rows of " + key.table() + " reference its rows in "
                        + table.table().name());
            }
        }
        return Optional.empty();
    }

    private static List<Long> ids(Collection<LedgerRow> rows) {
        return rows.stream().map(LedgerRow::v2Id).toList();
    }
}
