package dev.changeover.transform;

import java.util.List;

/**
 * What the tasks that run in this process know. With several instances, each knows its own share.
 *
 * @param holds why documents wait; empty when none do
 * @param users that V1 has, whether their documents are written or not
 * @param childrenWaiting rows whose parent's user is not known yet
 * @param rowsWithoutUser rows whose user has not arrived yet, or was deleted
 * @param orphans rows of V1 that name no parent
 * @param unreadableWithoutParent rows that could not be read and whose user is therefore unknown
 */
public record TransformStatus(
        List<String> holds,
        long users,
        long childrenWaiting,
        long rowsWithoutUser,
        long orphans,
        long unreadableWithoutParent) {

    public TransformStatus {
        holds = List.copyOf(holds);
    }
}
