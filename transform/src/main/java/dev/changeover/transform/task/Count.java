package dev.changeover.transform.task;

/** What the tasks count, so that waiting is visible. */
public enum Count {
    /** Rows of V1 that name no parent: they belong to nobody. */
    ORPHANS,
    /** Rows that could not be read, and whose parent is therefore not known: no user can be quarantined for them. */
    UNREADABLE_WITHOUT_PARENT,
    /** Rows whose parent's user is not known yet. */
    CHILDREN_WAITING,
    /** Rows whose user has not arrived yet, or was deleted. */
    ROWS_WITHOUT_USER,
    /** Users that V1 has. */
    USERS
}
