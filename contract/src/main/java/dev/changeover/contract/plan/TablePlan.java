package dev.changeover.contract.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How one user table moves. Its name and its {@code integer} primary key {@code id} are the same in V1 and V2.
 *
 * @param number names the table in compact stores and in the ledger; never changes and is never used again
 * @param parent what a row hangs on; empty for {@code users} only
 * @param sourceColumns in the order in which a V1 row's values travel
 * @param targetColumns in the order in which a document's values travel
 */
public record TablePlan(
        int number,
        String name,
        Optional<ParentLink> parent,
        List<SourceColumn> sourceColumns,
        List<TargetColumn> targetColumns) {

    public TablePlan {
        requireNonNull(name, "name");
        requireNonNull(parent, "parent");
        sourceColumns = List.copyOf(sourceColumns);
        targetColumns = List.copyOf(targetColumns);
    }

    /** What is read of the V1 table. */
    public SourceTable source() {
        return new SourceTable(name, parent.map(ParentLink::column), sourceColumns);
    }

    /** Whether this is {@code users} itself. */
    public boolean isRoot() {
        return parent.isEmpty();
    }

    /** Whether a row of this table names its user directly. */
    public boolean hangsOnUser() {
        return parent.isPresent() && parent.get().table().equals(MigrationPlan.USERS);
    }

    /** The place of a V1 column among a row's values, from 0. */
    public int sourceIndex(String column) {
        for (int i = 0; i < sourceColumns.size(); i++) {
            if (sourceColumns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("The plan of " + name + " reads no column " + column);
    }

    /** The place of a V2 column among a document row's values, from 0. */
    public int targetIndex(String column) {
        for (int i = 0; i < targetColumns.size(); i++) {
            if (targetColumns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("The plan of " + name + " writes no column " + column);
    }
}
