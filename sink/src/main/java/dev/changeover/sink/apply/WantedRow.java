package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;

/**
 * A row that a document wants in the target.
 *
 * @param owner the document's user
 * @param documentHash of what the document says about it, its parent included
 */
record WantedRow(TablePlan table, DocumentRow row, long owner, long documentHash) {
    WantedRow {
        requireNonNull(table, "table");
        requireNonNull(row, "row");
    }

    RowKey key() {
        return RowKey.of(table, row.id());
    }

    /** The row that it hangs on; for {@code users} itself. */
    RowKey parentKey() {
        int parentTable = table.parent()
                .map(link -> MigrationPlan.table(link.table()).number())
                .orElse(table.number());
        return new RowKey(parentTable, row.parentId());
    }
}
