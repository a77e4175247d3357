package dev.changeover.sink;

/**
 * Where V1's users are now, and what this run did. {@code replaced}, {@code created}, {@code skipped}, {@code quarantined},
 * {@code pending} and {@code undone} add up to V1's users.
 *
 * @param unchanged those of replaced and created in which this run changed nothing
 * @param deleted users deleted in V1, counted apart
 * @param heldBackRows rows in quarantine
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
        long heldBackRows,
        long rowsWritten) {}
