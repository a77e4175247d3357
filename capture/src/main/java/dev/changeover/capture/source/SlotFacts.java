package dev.changeover.capture.source;

import static java.util.Objects.requireNonNull;

/**
 * A replication slot as V1 shows it.
 *
 * @param activePid the server process that uses it; 0 when nobody does
 * @param confirmedLsn up to where the consumer said that it has everything
 * @param lost whether V1 has removed WAL that the slot needed
 */
public record SlotFacts(String plugin, String database, int activePid, long confirmedLsn, boolean lost) {
    public SlotFacts {
        requireNonNull(plugin, "plugin");
        requireNonNull(database, "database");
    }
}
