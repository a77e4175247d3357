package dev.changeover.sink;

import java.util.Map;

/**
 * Where V1's users are now, and what this run did. {@code replaced}, {@code created}, {@code skipped}, {@code quarantined},
 * {@code pending} and {@code undone} add up to V1's users.
 *
 * @param unchanged those of replaced and created in which this run changed nothing
 * @param deleted users deleted in V1, counted apart
 * @param deletedBeforeMigration stale copies that stay in the target, since V1 deleted their users before they were migrated
 * @param heldBackRows rows in quarantine
 * @param reasons entries in quarantine by the code of their reason, those of users and those of rows
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
        long heldBackRows,
        long rowsWritten,
        Reasons reasons) {

    /** By code, without zeros. */
    public record Reasons(Map<String, Long> users, Map<String, Long> rows) {
        public Reasons {
            users = Map.copyOf(users);
            rows = Map.copyOf(rows);
        }
    }
}
