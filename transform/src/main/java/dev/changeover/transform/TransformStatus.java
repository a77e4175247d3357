package dev.changeover.transform;

import java.util.ArrayList;
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

    /**
     * What waits and why, a sentence each without a full stop: documents, and rows that belong to nobody yet. Rows may wait
     * for ever, when V1 itself lacks what they name.
     */
    public List<String> waits() {
        List<String> waits = new ArrayList<>();
        holds.forEach(reason -> waits.add("all documents wait: " + reason));
        add(waits, childrenWaiting, "wait for their group or session, which has not come or belongs to nobody");
        add(waits, rowsWithoutUser, "wait for their user, who has not come or was deleted");
        add(waits, unreadableWithoutParent, "could not be read, and nobody knows whose they are");
        return List.copyOf(waits);
    }

    private static void add(List<String> waits, long rows, String what) {
        if (rows > 0) {
            waits.add(rows + " rows " + what);
        }
    }
}
