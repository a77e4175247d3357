package dev.changeover.transform.preview;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.HeldBackRow;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a user's document would read otherwise than its last one. What somebody changed in the target since is not known here.
 *
 * @param says what the new document says of the user
 * @param tables by name, in plan order, without tables in which nothing differs
 * @param released rows that were held back and are not any more
 * @param heldBack rows that are held back, and were not before: the target keeps those that it has
 */
public record UserDifference(long v1UserId, Says says, Map<String, Rows> tables, int released, int heldBack) {
    /** What a document says of its user. */
    public enum Says {
        PRESENT,
        DELETED,
        /** It cannot be assembled: the target keeps what it has, and the user goes to quarantine. */
        REFUSED
    }

    /** Counts of one table. */
    public record Rows(int inserted, int changed, int deleted) {
        public Rows and(Rows more) {
            return new Rows(inserted + more.inserted, changed + more.changed, deleted + more.deleted);
        }

        private boolean isNothing() {
            return inserted == 0 && changed == 0 && deleted == 0;
        }
    }

    public UserDifference {
        requireNonNull(says, "says");
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    /** Whether the target would show it. A row's version, for example, is nothing that it keeps. */
    public boolean isVisible() {
        return says == Says.REFUSED || released > 0 || heldBack > 0 || !tables.isEmpty();
    }

    /**
     * Compares two documents of a user.
     *
     * @param before the last one; empty if there is none
     */
    public static UserDifference of(Optional<UserDocument> before, UserDocument after) {
        Says says = says(after);
        if (says == Says.REFUSED) {
            return new UserDifference(after.userId(), says, Map.of(), 0, 0);
        }
        Set<String> heldBackBefore = heldBackIn(before);
        Set<String> heldBackAfter = heldBackIn(Optional.of(after));
        Map<String, Rows> tables = new LinkedHashMap<>();
        int released = 0;
        for (TablePlan plan : MigrationPlan.tables()) {
            Map<Long, DocumentRow> old = rowsOf(before, plan.name());
            int inserted = 0;
            int changed = 0;
            for (DocumentRow row : rowsOf(Optional.of(after), plan.name()).values()) {
                DocumentRow known = old.remove(row.id());
                if (known == null) {
                    inserted++;
                    released += heldBackBefore.contains(nameOf(plan.name(), row.id())) ? 1 : 0;
                } else if (!known.values().equals(row.values()) || known.parentId() != row.parentId()) {
                    changed++;
                }
            }
            old.keySet().removeIf(id -> heldBackAfter.contains(nameOf(plan.name(), id))); // they stay in the target
            Rows rows = new Rows(inserted, changed, old.size());
            if (!rows.isNothing()) {
                tables.put(plan.name(), rows);
            }
        }
        heldBackAfter.removeAll(heldBackBefore);
        return new UserDifference(after.userId(), says, tables, released, heldBackAfter.size());
    }

    private static Says says(UserDocument document) {
        if (document instanceof UserDocument.Present) {
            return Says.PRESENT;
        }
        return document instanceof UserDocument.Deleted ? Says.DELETED : Says.REFUSED;
    }

    private static Map<Long, DocumentRow> rowsOf(Optional<UserDocument> document, String table) {
        List<DocumentRow> rows =
                document.orElse(null) instanceof UserDocument.Present present ? present.rowsOf(table) : List.of();
        Map<Long, DocumentRow> byId = new HashMap<>();
        rows.forEach(row -> byId.put(row.id(), row));
        return byId;
    }

    private static Set<String> heldBackIn(Optional<UserDocument> document) {
        Set<String> names = new HashSet<>();
        if (document.orElse(null) instanceof UserDocument.Present present) {
            for (HeldBackRow row : present.heldBack()) {
                names.add(nameOf(row.table(), row.id()));
            }
        }
        return names;
    }

    private static String nameOf(String table, long id) {
        return table + " " + id;
    }
}
