package dev.changeover.verifier.continuous;

import dev.changeover.verifier.content.UserResult;
import dev.changeover.verifier.report.Mismatch;
import java.util.List;

/**
 * A user that V2 does not have as it must.
 *
 * @param total all mismatches of the user
 * @param listed the first of them
 */
record Mismatched(long stamp, int fingerprint, long total, List<Mismatch> listed) {
    private static final int MOST_LISTED = 10;

    Mismatched {
        listed = List.copyOf(listed);
    }

    static Mismatched of(UserResult result) {
        List<Mismatch> all = result.mismatches();
        return new Mismatched(
                result.stamp(),
                Suspect.fingerprint(result),
                all.size(),
                all.subList(0, Math.min(MOST_LISTED, all.size())));
    }

    /** Neither V1 nor the difference has changed since: nothing new is known. */
    boolean isStillSaidBy(UserResult result) {
        return stamp == result.stamp() && fingerprint == Suspect.fingerprint(result);
    }
}
