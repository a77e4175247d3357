package dev.changeover.cutover.assessment;

/** What becomes of a V1 user, by V1 and the target alone. */
public enum Fate {
    /** Its stale copy in the target makes way. */
    REPLACE("replace", ""),
    /** The target has nobody of its identity. */
    CREATE("create", ""),
    /** The target has it already, by an earlier run. */
    MIGRATED("migrated", ""),
    SKIPPED("skip", "no-email"),
    /** It was taken back, and stays so until it is replayed. */
    UNDONE("skip", "undone"),
    DUPLICATE("conflict", "duplicate-email"),
    TAKEN("conflict", "email-taken"),
    /** Rows of V2's own hang on what would go with its stale copy. */
    REFERENCED("conflict", "referenced-in-v2");

    private final String action;
    private final String reason;

    Fate(String action, String reason) {
        this.action = action;
        this.reason = reason;
    }

    /** {@code replace}, {@code create}, {@code migrated}, {@code skip} or {@code conflict}. */
    public String action() {
        return action;
    }

    /** Why nothing is written; empty where something is. */
    public String reason() {
        return reason;
    }

    /** Whether the next run writes this user for the first time. */
    public boolean isWritten() {
        return this == REPLACE || this == CREATE;
    }
}
