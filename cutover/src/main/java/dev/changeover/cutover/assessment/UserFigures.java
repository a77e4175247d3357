package dev.changeover.cutover.assessment;

/**
 * The users of both databases by what becomes of them. V1's add up: {@code eligible + skipped}, and {@code toReplace + toCreate + migrated
 * + undone + duplicateEmail + emailTaken = eligible}.
 *
 * @param skipped V1 users without a usable email
 * @param migrated V1 users that the target has already, by an earlier run
 * @param undone V1 users that were taken back, and stay so until they are replayed
 * @param isProtected target users that nobody may write
 */
public record UserFigures(
        long v1Users,
        long eligible,
        long skipped,
        long duplicateEmail,
        long emailTaken,
        long migrated,
        long undone,
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
