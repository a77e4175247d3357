package dev.changeover.sink.target;

import dev.changeover.contract.database.DatabaseAddress;

/** Finds out whether two addresses lead to the same database, whatever their names say. */
public final class SameTarget {
    private SameTarget() {}

    /**
     * Whether an advisory lock taken through one is seen through the other.
     *
     * @throws dev.changeover.contract.stage.ProblemException if one of them cannot be asked
     */
    public static boolean isSame(DatabaseAddress one, DatabaseAddress other) {
        throw new UnsupportedOperationException();
    }
}
