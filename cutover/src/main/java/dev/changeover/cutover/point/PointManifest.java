package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What a point holds.
 *
 * @param serverVersion as the server says it, for people
 * @param firstLaterTransaction every transaction below this 64-bit id had ended when the point was made: a row that is not as in the point
 *     was written by this one or a later one
 * @param beforeFirstWrite whether nothing had been migrated when it was made
 * @param tables user data, plan tables first, parents before children
 * @param ledger the ledger's own tables, as they were; empty if there was no ledger
 * @param sizeBytes of its files
 */
public record PointManifest(
        String name,
        Instant createdAt,
        TargetMark target,
        String serverVersion,
        long firstLaterTransaction,
        boolean beforeFirstWrite,
        List<PointTable> tables,
        List<PointTable> ledger,
        List<PointSequence> sequences,
        long sizeBytes) {
    public PointManifest {
        requireNonNull(name, "name");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(target, "target");
        requireNonNull(serverVersion, "serverVersion");
        tables = List.copyOf(tables);
        ledger = List.copyOf(ledger);
        sequences = List.copyOf(sequences);
    }

    /** Rows of user data. */
    public long rows() {
        return tables.stream().mapToLong(PointTable::rows).sum();
    }
}
