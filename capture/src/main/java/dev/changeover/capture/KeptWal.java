package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

/**
 * The WAL that V1 keeps for the slot.
 *
 * @param allowedBytes {@code max_slot_wal_keep_size}; negative when V1 has no limit but its disk
 * @param walStatus as {@code pg_replication_slots} has it
 * @param active whether a server process sends from the slot
 */
record KeptWal(long bytes, long allowedBytes, String walStatus, boolean active) {
    /** Warned from here on: half of what V1 allows. */
    private static final int WARN_AT_PERCENT = 50;

    /** Without a limit V1's disk is the limit, and V1 does not say how large it is. */
    private static final long MUCH_BYTES = 10L << 30;

    KeptWal {
        requireNonNull(walStatus, "walStatus");
    }

    /** Whether V1 may remove WAL that the slot needs, or fill its disk, unless capture catches up. */
    boolean isShort() {
        boolean nearLimit = allowedBytes < 0 ? bytes >= MUCH_BYTES : bytes * 100 >= allowedBytes * WARN_AT_PERCENT;
        return nearLimit || walStatus.equals("unreserved") || walStatus.equals("lost");
    }
}
