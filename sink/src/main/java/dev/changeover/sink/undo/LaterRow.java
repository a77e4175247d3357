package dev.changeover.sink.undo;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A row that is not as the migration left it, and what undoing its user means for it.
 *
 * @param table in {@code public}, or with its schema
 * @param id null if the table has no column {@code id} of a whole number
 */
public record LaterRow(String table, @Nullable Long id, Fate fate) {
    /** What becomes of the row. */
    public enum Fate {
        /** Written in V2 since: goes with the user, and is kept as an image. */
        GOES,
        /** Migrated, and changed in V2 since: goes with the user, and is kept as it is now. */
        CHANGED,
        /** V2's own, and came later: belongs to the restored user from then on. */
        HANDED_OVER,
        /** V2's own, and came later; nobody is there to give it to. */
        OWNERLESS
    }

    public LaterRow {
        requireNonNull(table, "table");
        requireNonNull(fate, "fate");
    }
}
