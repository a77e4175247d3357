package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.PlaceVersion;

/**
 * The ledger's entry of one migrated row.
 *
 * @param owner the V1 user whose row it is by the newest version seen
 * @param live false for a row that left the target, and would come back under the same V2 id
 * @param targetHash PostgreSQL's hash of the row as the sink left it; {@link #DELETED_IN_V2} in its place
 */
record LedgerRow(
        RowKey key, long v2Id, long owner, PlaceVersion version, boolean live, long documentHash, long targetHash) {
    /** V2 had deleted the row before V1 took it from its owner: only a decision brings it to another one. */
    static final long DELETED_IN_V2 = 0;

    private static final long DELETED_BY_THE_SINK = 1;

    LedgerRow {
        requireNonNull(key, "key");
        requireNonNull(version, "version");
    }

    /** As the target has it now, and to be written again. */
    LedgerRow disturbed(long hash) {
        return new LedgerRow(key, v2Id, owner, version, live, 0, hash);
    }

    /** Not in the target, and free to come back, whoever wants it. */
    LedgerRow gone() {
        return new LedgerRow(key, v2Id, owner, version, false, documentHash, DELETED_BY_THE_SINK);
    }

    boolean isDeletedInV2() {
        return !live && targetHash == DELETED_IN_V2;
    }

    /** Whether the row is newer than this user's claim to it, and another's. */
    boolean hasMovedOnFrom(WantedRow row) {
        return owner != row.owner() && row.row().version().isOlderThan(version);
    }
}
