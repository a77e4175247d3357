package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.PlaceVersion;

/**
 * The ledger's entry of one migrated row.
 *
 * @param owner the V1 user whose row it is by the newest version seen
 * @param live false for a row that left the target, and would come back under the same V2 id
 * @param targetHash PostgreSQL's hash of the row as the sink left it
 */
record LedgerRow(
        RowKey key, long v2Id, long owner, PlaceVersion version, boolean live, long documentHash, long targetHash) {
    LedgerRow {
        requireNonNull(key, "key");
        requireNonNull(version, "version");
    }

    /** As the target has it now, and to be written again. */
    LedgerRow disturbed(long hash) {
        return new LedgerRow(key, v2Id, owner, version, live, 0, hash);
    }

    LedgerRow gone() {
        return new LedgerRow(key, v2Id, owner, version, false, documentHash, targetHash);
    }
}
