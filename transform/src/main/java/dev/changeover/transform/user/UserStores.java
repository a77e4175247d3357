package dev.changeover.transform.user;

/** The names of the stores of step 3, which its processors share. */
public final class UserStores {
    /** One entry a row, under its user. */
    public static final String ROWS = "user-rows";
    /** What V1's drills are called. */
    public static final String TITLES = "drill-titles";
    /** The target's drill catalogue, as it was published. */
    public static final String CATALOGUE = "drill-catalogue";
    /** Which snapshots were passed, whether a release runs, and counts. */
    public static final String PROGRESS = "user-progress";
    /** A fingerprint of each user's last document. */
    public static final String DOCUMENTS = "documents";
    /** Users with rows that wait for a drill. */
    public static final String WAITING = "waiting-for-drill";
    /** Users to assemble with the next commit. */
    public static final String DIRTY = "dirty-users";

    private UserStores() {}
}
