package dev.changeover.contract.document;

/** Why a user, or one row of a user, is not in V2. The vocabulary of every report; {@link #code()} never changes. */
public enum QuarantineReason {
    DUPLICATE_EMAIL(
            "duplicate-email",
            "another V1 user has the same email but for case",
            "change or delete one of the two in V1; the other is then migrated by itself"),
    EMAIL_TAKEN(
            "email-taken",
            "a user of the target that is not ours has this email",
            "ask the person which account to keep; free the email on one side, then it is tried again by itself"),
    REFUSED_BY_TARGET(
            "refused-by-target",
            "the target database refuses a row of this user",
            "read the detail, mend the target or V1, then say: quarantine retry"),
    UNREADABLE("unreadable", "a row could not be read from V1's log", "write the row again in V1, within the limits"),
    TOO_LARGE(
            "too-large", "the user's document is larger than 32 MiB", "shrink the user in V1; the limit cannot be set"),
    DELETED_IN_V1(
            "deleted-in-v1",
            "the user was deleted in V1, but rows of V2's own hang on it, or a row of it was changed in V2",
            "move those rows, or delete the user in V2 by hand, then say: quarantine retry"),
    REFERENCED_IN_V2(
            "referenced-in-v2",
            "rows of V2's own hang on groups or sessions that would be replaced with the user",
            "move or delete those rows in V2, then say: quarantine retry"),
    NO_EMAIL_ANY_MORE(
            "no-email",
            "the user was migrated, and its email in V1 became blank",
            "give the user an email in V1; V2 keeps what was migrated"),
    NO_COUNTERPART(
            "no-counterpart",
            "the row's drill has no counterpart in the target's catalogue",
            "add the drill to the target, and the row is migrated by itself; or to drills.overrides, and start the sink again"),
    WAITING_FOR_DRILL(
            "waiting-for-drill",
            "the row's drill has not arrived from V1 yet",
            "nothing; if it stays, the drill does not exist in V1: mend the row there"),
    UNIQUE_VALUE_TAKEN(
            "unique-value-taken",
            "a row of the target that is not ours holds a value that must be unique",
            "free the value on one side; it is tried again by itself"),
    CHANGED_IN_V2(
            "changed-in-v2",
            "V1 changed a row that was changed in V2 after its migration",
            "decide whose row counts: quarantine retry --take v1 (an image of V2's is kept) or --take v2");

    private final String code;
    private final String meaning;
    private final String remedy;

    QuarantineReason(String code, String meaning, String remedy) {
        this.code = code;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    public String code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }

    public String remedy() {
        return remedy;
    }

    /** The reason with this code. */
    public static QuarantineReason ofCode(String code) {
        for (QuarantineReason reason : values()) {
            if (reason.code.equals(code)) {
                return reason;
            }
        }
        throw new IllegalArgumentException("No quarantine reason has the code '" + code + "'");
    }
}
