package dev.changeover.cutover.rollback;

import static java.util.Objects.requireNonNull;

/**
 * What a rollback did to one table.
 *
 * @param removed rows that the point does not have
 * @param restored rows that were missing
 * @param changed rows that had other values
 */
public record TableChange(String table, long removed, long restored, long changed) {
    public TableChange {
        requireNonNull(table, "table");
    }

    public long rows() {
        return removed + restored + changed;
    }
}
