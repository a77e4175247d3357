package dev.changeover.cutover.assessment;

/**
 * The users of both databases by what becomes of them. V1's add up: {@code eligible + skipped}, and {@code toReplace + toCreate + migrated
 * + duplicateEmail + emailTaken = eligible}.
 *
 * @param skipped V1 users without a usable email
 * @param migrated V1 users that the target has already, by an earlier run
 * @param isProtected target users that nobody may write
 */
public record UserFigures(
        long v1Users,
        long eligible,
        long skipped,
        long duplicateEmail,
        long emailTaken,
        long migrated,
        long toReplace,
        long toCreate,
        long targetUsers,
        long targetWithEmail,
        long isProtected) {

    public long quarantined() {
        return duplicateEmail + emailTaken;
    }

    /** The target's users when all is done. */
    public long expectedTotal() {
        return targetUsers + toCreate;
    }
}
