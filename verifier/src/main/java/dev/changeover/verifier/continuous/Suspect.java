package dev.changeover.verifier.continuous;

import dev.changeover.verifier.content.UserResult;
import org.jspecify.annotations.Nullable;

/**
 * A user that differed, and may only be under way. Of what differed it keeps a fingerprint, so that its size is constant.
 *
 * @param pass that cannot end before this user is settled; null when a document led to it, or the pass gave up
 * @param lsn V1's position at the last look
 * @param lookNanos when that was
 * @param rounds looks after the first
 * @param sinceNanos when it was seen first
 */
record Suspect(@Nullable Pass pass, long stamp, int mismatches, long lsn, long lookNanos, int rounds, long sinceNanos) {

    static Suspect of(UserResult result, @Nullable Pass pass, long lsn, long nowNanos) {
        return new Suspect(pass, result.stamp(), fingerprint(result), lsn, nowNanos, 0, nowNanos);
    }

    Suspect again(UserResult result, long lsnOfLook, long nowNanos) {
        return new Suspect(pass, result.stamp(), fingerprint(result), lsnOfLook, nowNanos, rounds + 1, sinceNanos);
    }

    Suspect in(@Nullable Pass another) {
        return new Suspect(another, stamp, mismatches, lsn, lookNanos, rounds, sinceNanos);
    }

    /** Whether nobody wrote to the user in V1 since the last look. */
    boolean isUnwrittenIn(UserResult result) {
        return stamp == result.stamp();
    }

    boolean differsInTheSameWay(UserResult result) {
        return mismatches == fingerprint(result);
    }

    static int fingerprint(UserResult result) {
        return result.mismatches().hashCode();
    }
}
