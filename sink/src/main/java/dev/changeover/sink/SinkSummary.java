package dev.changeover.sink;

import java.util.Map;

/**
 * Where V1's users are now, and what this run did. {@code replaced}, {@code created}, {@code skipped}, {@code quarantined},
 * {@code pending} and {@code undone} add up to V1's users as of the position that the run has passed; of a user whom V1 changed since,
 * the run may know already.
 *
 * @param unchanged those of replaced and created in which this run changed nothing
 * @param deleted users deleted in V1, counted apart, also while V2 still has them
 * @param deletedBeforeMigration stale copies that stay in the target, since V1 deleted their users before they were migrated
 * @param deletionPending migrated users among the deleted that V2 still has: something hinders their deletion, or this run left them out
 * @param heldBackRows rows in quarantine
 * @param reasons entries in quarantine by the code of their reason
 * @param rowsWritten rows of the target's own tables that this run inserted, updated or deleted
 */
public record SinkSummary(
        long replaced,
        long created,
        long unchanged,
        long skipped,
        long quarantined,
        long pending,
        long undone,
        long deleted,
        long deletedBeforeMigration,
        long deletionPending,
        long heldBackRows,
        long rowsWritten,
        Reasons reasons) {

    /**
     * By code, without zeros.
     *
     * @param users of users that V1 has: they add up to {@code quarantined}
     * @param deletions of users that V1 deleted
     */
    public record Reasons(Map<String, Long> users, Map<String, Long> deletions, Map<String, Long> rows) {
        public Reasons {
            users = Map.copyOf(users);
            deletions = Map.copyOf(deletions);
            rows = Map.copyOf(rows);
        }
    }
}
