package dev.changeover.sink.apply;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What lies between the documents of a batch and the ledger, row by row.
 *
 * @param fresh rows that were never migrated
 * @param returning rows that left the target and come back under their old id
 * @param changed rows that the target has with other content
 * @param moved rows whose content is equal, but owner or version is not: the ledger alone changes
 * @param gone rows of the users that their documents lack
 */
record Difference(
        List<WantedRow> fresh, List<Known> returning, List<Known> changed, List<Known> moved, List<LedgerRow> gone) {

    /** A wanted row and its entry in the ledger. */
    record Known(WantedRow wanted, LedgerRow entry) {}

    /**
     * A row that is older than the ledger's entry of another user is left alone: it has moved on. The documents of one user
     * are ordered by their positions, so within a user the document is right whatever the version says.
     *
     * @param users whose documents these are
     * @param entries of all rows of the users, and of all wanted rows
     * @param heldBack rows that stay as the target has them, or stay out of it
     */
    static Difference between(
            Set<Long> users, List<WantedRow> wanted, Map<RowKey, LedgerRow> entries, HeldBackRows heldBack) {
        Difference difference = new Difference(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<RowKey> kept = new HashSet<>();
        for (WantedRow row : wanted) {
            if (!heldBack.holds(row)) {
                difference.add(row, entries.get(row.key()));
                kept.add(row.key());
            }
        }
        for (LedgerRow entry : entries.values()) {
            boolean stays = kept.contains(entry.key()) || heldBack.holds(entry.owner(), entry.key());
            if (entry.live() && users.contains(entry.owner()) && !stays) {
                difference.gone.add(entry);
            }
        }
        return difference;
    }

    /** The users of which the target's own rows differ from what is wanted. */
    Set<Long> users() {
        Set<Long> users = new HashSet<>();
        fresh.forEach(row -> users.add(row.owner()));
        returning.forEach(row -> users.add(row.wanted().owner()));
        changed.forEach(row -> users.add(row.wanted().owner()));
        gone.forEach(row -> users.add(row.owner()));
        return users;
    }

    private void add(WantedRow row, @Nullable LedgerRow entry) {
        if (entry == null) {
            fresh.add(row);
        } else if (entry.hasMovedOnFrom(row)) {
            return;
        } else if (!entry.live()) {
            returning.add(new Known(row, entry));
        } else if (entry.documentHash() != row.documentHash()) {
            changed.add(new Known(row, entry));
        } else if (entry.owner() != row.owner()
                || entry.version().isOlderThan(row.row().version())) {
            moved.add(new Known(row, entry));
        }
    }
}
