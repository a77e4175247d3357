package dev.changeover.app.command;

import dev.changeover.app.terminal.Table;
import dev.changeover.sink.SinkSummary;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.replication.LogSequenceNumber;

/**
 * What a run did, as it is told.
 *
 * @param users that the run looked at
 */
record MigrationAnswer(SinkSummary summary, long users, Duration time, long lsn) {
    private static final double MILLIS = 1_000;

    Map<String, Object> json() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("replaced", summary.replaced());
        answer.put("created", summary.created());
        answer.put("unchanged", summary.unchanged());
        answer.put("skipped", summary.skipped());
        answer.put("quarantined", summary.quarantined());
        answer.put("pending", summary.pending());
        answer.put("undone", summary.undone());
        answer.put("deleted", summary.deleted());
        answer.put("deleted_before_migration", summary.deletedBeforeMigration());
        answer.put("deletion_pending", summary.deletionPending());
        answer.put("held_back_rows", summary.heldBackRows());
        answer.put("quarantined_by_reason", entriesByReason());
        answer.put("held_back_by_reason", new TreeMap<>(summary.reasons().rows()));
        answer.put("rows_written", summary.rowsWritten());
        answer.put("seconds", seconds());
        answer.put("users_per_second", usersPerSecond());
        answer.put("lsn", lsn == 0 ? null : LogSequenceNumber.valueOf(lsn).asString());
        return answer;
    }

    List<String> lines() {
        Table table = new Table()
                .row("replaced", summary.replaced())
                .row("created", summary.created())
                .row("  of these unchanged", summary.unchanged())
                .row("skipped", summary.skipped())
                .row("quarantined", summary.quarantined());
        new TreeMap<>(summary.reasons().users()).forEach((reason, users) -> table.row("  " + reason, users));
        table.row("pending", summary.pending())
                .row("undone", summary.undone())
                .row("deleted in V1", summary.deleted())
                .row("  before migration, copy stays", summary.deletedBeforeMigration())
                .row("  V2 still has them", summary.deletionPending());
        new TreeMap<>(summary.reasons().deletions()).forEach((reason, users) -> table.row("    " + reason, users));
        table.row("rows held back", summary.heldBackRows());
        new TreeMap<>(summary.reasons().rows()).forEach((reason, rows) -> table.row("  " + reason, rows));
        table.row("rows written", summary.rowsWritten())
                .row("seconds", seconds())
                .row("users a second", usersPerSecond());
        if (lsn != 0) {
            table.row("V1 position", LogSequenceNumber.valueOf(lsn).asString());
        }
        return table.lines();
    }

    /** Of users in quarantine, and of those whose deletion is. */
    private Map<String, Long> entriesByReason() {
        Map<String, Long> entries = new TreeMap<>(summary.reasons().users());
        summary.reasons().deletions().forEach((reason, users) -> entries.merge(reason, users, Long::sum));
        return entries;
    }

    private double seconds() {
        return Math.round(time.toMillis() / 100.0) / 10.0;
    }

    private double usersPerSecond() {
        double perSecond = users / Math.max(0.001, time.toMillis() / MILLIS);
        return Math.round(perSecond * 10) / 10.0;
    }
}
