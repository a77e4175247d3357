package dev.changeover.sink.apply;

import dev.changeover.contract.plan.TablePlan;

/** Names a row of V1, as the ledger does. */
record RowKey(int table, long v1Id) {
    static RowKey of(TablePlan table, long v1Id) {
        return new RowKey(table.number(), v1Id);
    }
}
