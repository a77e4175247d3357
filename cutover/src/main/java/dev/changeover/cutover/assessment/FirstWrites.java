package dev.changeover.cutover.assessment;

import dev.changeover.cutover.assessment.PlannedUser.Doubt;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What writing a user for the first time does to the target. */
record FirstWrites(SourceRows v1, StaleRows target, Map<Long, Long> pairings, Set<Long> laterSessions) {

    /** What the sink finds out when it is about to write. */
    Fate fate(long v1UserId, Fate byEmail) {
        return byEmail == Fate.REPLACE && target.hindered().contains(copyOf(v1UserId)) ? Fate.REFERENCED : byEmail;
    }

    PlannedUser of(long v1UserId, @Nullable String identityHash, Fate fate) {
        long inserted = 1 - v1.heldBack().getOrDefault(v1UserId, 0L);
        for (Map<Long, Long> table : v1.rows().values()) {
            inserted += table.getOrDefault(v1UserId, 0L);
        }
        if (fate == Fate.CREATE) {
            return new PlannedUser(v1UserId, identityHash, fate, null, inserted, 0, 0, Set.of());
        }
        long copy = copyOf(v1UserId);
        long deleted = 1;
        for (Map<Long, Long> table : target.replaced().values()) {
            deleted += table.getOrDefault(copy, 0L);
        }
        return new PlannedUser(v1UserId, identityHash, fate, copy, inserted, 0, deleted, doubts(v1UserId, copy));
    }

    private long copyOf(long v1UserId) {
        return Objects.requireNonNull(pairings.get(v1UserId), "pairing");
    }

    private Set<Doubt> doubts(long v1UserId, long copy) {
        Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        if (!Objects.equals(v1.passwords().get(v1UserId), target.passwords().get(copy))) {
            doubts.add(Doubt.OTHER_PASSWORD);
        }
        boolean more = target.replaced().entrySet().stream()
                .anyMatch(table -> table.getValue().getOrDefault(copy, 0L)
                        > v1.rows().getOrDefault(table.getKey(), Map.of()).getOrDefault(v1UserId, 0L));
        if (more) {
            doubts.add(Doubt.MORE_ROWS);
        }
        if (laterSessions.contains(copy)) {
            doubts.add(Doubt.LATER_SESSIONS);
        }
        if (target.rowsOfV2().getOrDefault(copy, 0L) > 0) {
            doubts.add(Doubt.ROWS_OF_V2);
        }
        return doubts;
    }
}
