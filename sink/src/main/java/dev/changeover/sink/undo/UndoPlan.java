package dev.changeover.sink.undo;

import java.util.List;

/**
 * What an undo would do; nothing of it has happened.
 *
 * @param users in the order of their V1 ids
 * @param alreadyUndone users asked for that are undone already
 * @param unknown places, from 1, of the emails asked for that name no migrated user
 */
public record UndoPlan(List<UndoUser> users, int alreadyUndone, List<Integer> unknown) {
    public UndoPlan {
        users = List.copyOf(users);
        unknown = List.copyOf(unknown);
    }

    /** Rows with this fate, over all users. */
    public long rows(LaterRow.Fate fate) {
        return users.stream()
                .flatMap(user -> user.later().stream())
                .filter(row -> row.fate() == fate)
                .count();
    }
}
