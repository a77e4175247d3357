package dev.changeover.cutover.assessment;

import java.util.Map;
import java.util.Set;

/**
 * What earlier runs decided about the target's users.
 *
 * @param targetUserOf for each migrated V1 user, the target user that was made for it
 * @param pairings for V1 users with a stale copy, that copy
 * @param stale the target users that the baseline found to be copies
 * @param undone the V1 users that were taken back
 */
record LedgerView(Map<Long, Long> targetUserOf, Map<Long, Long> pairings, Set<Long> stale, Set<Long> undone) {
    LedgerView {
        targetUserOf = Map.copyOf(targetUserOf);
        pairings = Map.copyOf(pairings);
        stale = Set.copyOf(stale);
        undone = Set.copyOf(undone);
    }
}
