package dev.changeover.sink.undo;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migrated user, and what undoing it would do.
 *
 * @param targetUserId the V2 user that goes
 * @param restoredUserId the stale V2 user that comes back; null for a user that was created
 * @param later rows that are not as the migration left them, ordered by table and id
 * @param obstacle why it cannot be undone now; null if it can
 */
public record UndoUser(
        long v1UserId,
        long targetUserId,
        @Nullable Long restoredUserId,
        List<LaterRow> later,
        @Nullable String obstacle) {
    public UndoUser {
        later = List.copyOf(later);
    }

    /** Whether rows that nobody could be given would be lost. */
    boolean losesRows() {
        return later.stream().anyMatch(row -> row.fate() == LaterRow.Fate.OWNERLESS);
    }

    UndoUser withObstacle(String why) {
        return new UndoUser(v1UserId, targetUserId, restoredUserId, later, requireNonNull(why));
    }
}
