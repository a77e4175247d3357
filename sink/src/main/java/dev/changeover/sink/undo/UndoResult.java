package dev.changeover.sink.undo;

import java.util.Map;
import java.util.TreeMap;

/**
 * How an undo ended.
 *
 * @param restored users whose stale user is back
 * @param removed users that were created by the migration, and are gone
 * @param refused V1 user ids that stay as they are, and why; no value of a row
 */
public record UndoResult(int restored, int removed, long rowsRemoved, long rowsRestored, Map<Long, String> refused) {
    static final UndoResult NOTHING = new UndoResult(0, 0, 0, 0, Map.of());

    public UndoResult {
        refused = Map.copyOf(refused);
    }

    UndoResult and(UndoResult more) {
        Map<Long, String> all = new TreeMap<>(refused);
        all.putAll(more.refused);
        return new UndoResult(
                restored + more.restored,
                removed + more.removed,
                rowsRemoved + more.rowsRemoved,
                rowsRestored + more.rowsRestored,
                all);
    }

    static UndoResult refusal(long v1UserId, String why) {
        return new UndoResult(0, 0, 0, 0, Map.of(v1UserId, why));
    }
}
